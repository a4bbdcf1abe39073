package web

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// tenBefore are ten submissions with five sheets each and an opinion: copied, they make a
// call of 200 or 2.000.
func tenBefore() hearing {
	h := hearing{members: 5, quorum: 3, envelope: 900_000}
	for i := range 10 {
		e := entrant{id: "p" + strconv.Itoa(i), sisp: "sisp" + strconv.Itoa(i%4), theme: []string{"culture", "food"}[i%2], requested: 6000 + 700*i, opinion: "favourable", advised: 6000 + 500*i}
		for m := range 5 {
			e.scores = append(e.scores, fmt.Sprintf("%d%d", 2+(i+m)%4, 1+(3*i+m)%5))
		}
		h.entrants = append(h.entrants, e)
	}
	return h
}

// BenchmarkCommittee measures the ranking of a call with five sheets a submission, read
// again and again; and the scenarios, the best total found once for each set of rules.
//
//	go test -run '^$' -bench Committee -benchtime 20x ./app/web
func BenchmarkCommittee(b *testing.B) {
	for _, kind := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", storagetest.SQLite}, {"postgres", storagetest.Postgres}} {
		for _, times := range []int{20, 200} {
			b.Run(kind.name+"/"+strconv.Itoa(10*times), func(b *testing.B) {
				db := kind.url(b)
				heard(b, db, tenBefore())
				storagetest.Multiply(b, db, storagetest.Copies{Call: "hearing", Calls: 1, Times: times})
				d := served(b, db)
				const call = "/calls/past-1001"
				for _, p := range []benchPage{
					{"ranking", "off", call + "/ranking"},
					{"ranking-member", "jury1", call + "/ranking"},
					{"ranking-sorted", "off", call + "/ranking?sort=spread"},
					{"projector", "chair", call + "/ranking?view=projector"},
					{"award", "dg", call + "/award"},
				} {
					b.Run(p.name, func(b *testing.B) { d.measure(b, p) })
				}
				if times == 20 {
					b.Run("scenarios", func(b *testing.B) { d.measure(b, benchPage{"scenarios", "off", call + "/scenarios"}) })
				}
			})
		}
	}
}

// BenchmarkScoringBesideRanking saves sheets while the ranking is read, 32 people at
// once on Postgres: half of them do the one, half the other.
//
//	go test -run '^$' -bench ScoringBesideRanking -benchtime 2000x ./app/web
func BenchmarkScoringBesideRanking(b *testing.B) {
	const people = 32
	h := hearing{members: people / 2, quorum: 2, envelope: 900_000}
	for i := range 20 {
		h.entrants = append(h.entrants, entrant{id: "p" + strconv.Itoa(i), sisp: "sisp" + strconv.Itoa(i%4), theme: "culture", requested: 6000 + 100*i, scores: []string{"44", "35"}})
	}
	db := storagetest.Postgres(b)
	d := heard(b, db, h)
	do := func(by, action, on string, values map[string]any) {
		if _, err := d.App.Perform(b.Context(), app.Command{Actor: by, Surface: "bench", Entity: workflow.EntitySheet, Action: workflow.Action(action), On: on, Values: values}); err != nil {
			b.Error(action, on, err)
		}
	}
	for m := 2; m < people/2; m++ {
		for i := range 20 {
			do("off", "assign", "hearing.p"+strconv.Itoa(i), map[string]any{"person": "jury" + strconv.Itoa(m+1)})
		}
	}
	who, err := d.App.Viewer(b.Context(), "off", "bench")
	if err != nil {
		b.Fatal(err)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	spent := map[bool]time.Duration{}
	work := make(chan int)
	for n := range people {
		wait.Go(func() {
			for i := range work {
				save := n%2 == 0
				at := time.Now()
				if save {
					m := "jury" + strconv.Itoa(3+i%(people/2-2))
					do(m, "save", "hearing.p"+strconv.Itoa(i%20)+"/sheet/"+m, map[string]any{"scores": []any{map[string]any{"criterion": "participation", "score": strconv.Itoa(i % 6), "reasons": "Vu " + strconv.Itoa(i)}}})
				} else if _, err := d.App.RankPage(context.Background(), who, "hearing", app.RankWanted{}); err != nil {
					b.Error(err)
				}
				mu.Lock()
				spent[save] += time.Since(at)
				mu.Unlock()
			}
		})
	}
	b.ResetTimer()
	for i := range b.N {
		work <- i
	}
	close(work)
	wait.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
	b.ReportMetric(spent[true].Seconds()*2000/float64(b.N), "ms/save")
	b.ReportMetric(spent[false].Seconds()*2000/float64(b.N), "ms/ranking")
}
