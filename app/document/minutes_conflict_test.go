package document

import (
	"slices"
	"testing"

	"tremplin/workflow"
)

// Minutes tell what the committee knew: a mandate that came to be one later, as by a
// merger, is none of theirs; a sheet that the engine took out is out, and they say so.
func TestMinutesTellTheConflictsOfThen(t *testing.T) {
	plain := paper(t, "minutes", edition2023())
	s := edition2023()
	sheet := s.All[0].Sheets[0]
	s.House.Person(sheet.Person).Mandates = []string{s.All[0].Sisp}
	if later := paper(t, "minutes", s); string(factsOf(t, later)) != string(factsOf(t, plain)) {
		t.Error("a conflict of later is told")
	}
	// Nor is one of a member without a sheet, if the house of then knows nothing of it.
	free := edition2023()
	member := free.Call.Members[len(free.Call.Members)-1].Person
	for _, x := range free.All {
		x.Sheets = slices.DeleteFunc(x.Sheets, func(y *workflow.Sheet) bool { return y.Person == member })
	}
	before := factsOf(t, paper(t, "minutes", free))
	free.HouseThen = edition2023().House
	free.House.Person(member).Mandates = []string{free.All[0].Sisp}
	if string(factsOf(t, paper(t, "minutes", free))) != string(before) {
		t.Error("a conflict of later is told of a member without a sheet")
	}
	free.HouseThen = nil
	if string(factsOf(t, paper(t, "minutes", free))) == string(before) {
		t.Error("a conflict of then is not told")
	}
	workflow.Revive(sheet, sheet.Ref(), workflow.SheetConflict)
	sheet.ByMandate = true
	saysBoth(t, paper(t, "minutes", s),
		[]string{"Alimentation au Bempt\nMandat\nLe Foyer du Sud\nAccès fermé, grille retirée des scores"},
		[]string{"Alimentation au Bempt\nMandaat\n"})
}

func factsOf(t *testing.T, p *Paper) []byte {
	t.Helper()
	b, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
