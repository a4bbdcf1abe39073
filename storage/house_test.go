package storage_test

import (
	"slices"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// What one process keeps of the house ends with the next act of another.
func TestTheHouseIsAsItNowIs(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		here, there := storagetest.Open(t, url), storagetest.Open(t, url)
		look := func(name string, want workflow.State) {
			t.Helper()
			house, err := here.House(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			told, err := here.People(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if house.State() != want || told.State() != want {
				t.Errorf("%s and %s, want %s", house.State(), told.State(), want)
			}
			zoe := told.Person("zoe")
			if (zoe != nil) != (name != "") || zoe != nil && zoe.Name.Body != name {
				t.Errorf("%+v, want %q", zoe, name)
			}
			if bare := house.Person("zoe"); bare != nil && bare.Name.Body != "" {
				t.Errorf("the house without names has %q", bare.Name.Body)
			}
		}
		look("", workflow.Unborn)
		people(t, there)
		look("Zoé Dubois", "there")
		look("Zoé Dubois", "there")
		apply(t, there, storage.Ask{House: true}, func(c *workflow.Case) *workflow.Decision {
			h, zoe := *c.House, *c.House.Person("zoe")
			name, text := typed("s3", "Zoé Dupont")
			zoe.Name = name
			h.People = slices.Clone(h.People)
			h.People[slices.IndexFunc(h.People, func(p *workflow.Person) bool { return p.Ref() == zoe.Ref() })] = &zoe
			return &workflow.Decision{
				Changes: []workflow.Change{{Dossier: &h, Parts: []workflow.Subject{&zoe}}},
				Events:  []workflow.Event{event(zoe.Ref(), "update", workflow.PersonActive, workflow.PersonActive)},
				Texts:   []workflow.Typed{text},
			}
		})
		look("Zoé Dupont", "there")
	})
}
