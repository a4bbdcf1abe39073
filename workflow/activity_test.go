package workflow_test

import (
	"encoding/json"
	"testing"

	"tremplin/workflow"
)

// What was kept as a list of texts reads as activities, and is written as it was:
// hashes of then come out again.
func TestActivitiesOfOldAreWrittenAsTheyWere(t *testing.T) {
	const old = `{"title":"r0","theme":"","requested":0,"budget":null,"activities":["r1","r2"]}`
	var p workflow.Proposal
	if err := json.Unmarshal([]byte(old), &p); err != nil {
		t.Fatal(err)
	}
	if len(p.Activities) != 2 || p.Activities[0].Title.Ref != "r1" || p.Activities[1].Title.Ref != "r2" {
		t.Errorf("read as %+v", p.Activities)
	}
	if b, err := json.Marshal(p); err != nil || string(b) != old {
		t.Errorf("written as %s, %v", b, err)
	}
}

func TestActivityWithDatesIsWrittenWhole(t *testing.T) {
	in := []workflow.Activity{{Title: workflow.Text{Ref: "a"}, From: "2026-03-01", Until: "2026-06-30", Times: workflow.Text{Ref: "b"}, Place: workflow.Text{Ref: "c"}}, {Title: workflow.Text{Ref: "d"}, From: "2026-03-01"}}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"title":"a","from":"2026-03-01","until":"2026-06-30","times":"b","place":"c"},{"title":"d","from":"2026-03-01"}]`
	if string(b) != want {
		t.Errorf("written as %s", b)
	}
	var out []workflow.Activity
	if err := json.Unmarshal(b, &out); err != nil || len(out) != 2 || out[0] != in[0] || out[1] != in[1] {
		t.Errorf("read back as %+v, %v", out, err)
	}
}
