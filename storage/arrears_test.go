package storage_test

import (
	"testing"

	"tremplin/storage"
	"tremplin/workflow"
)

// TestArrearsFollowMergers: what a SISP owes holds back the payments of what absorbed
// it, and the other way round; as long as the merger holds (PROCESS.md, invariant 5).
func TestArrearsFollowMergers(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		signed := func(id, sisp string, months int, report workflow.Date) {
			t.Helper()
			apply(t, s, storage.Ask{Submission: id}, func(c *workflow.Case) *workflow.Decision {
				n := *c.File
				n.Sisp, n.SignedAt, n.ReportDue = sisp, noon.AddDate(0, -months, 0), report
				workflow.Revive(&n, n.Ref(), "in_progress")
				return &workflow.Decision{
					Changes: []workflow.Change{{Dossier: &n, Own: true}},
					Events:  []workflow.Event{event(n.Ref(), "set", "", "in_progress")},
				}
			})
		}
		submission(t, s, "emp.4")
		signed("emp.1", "alfa", 4, "2030-02-28")
		signed("emp.2", "beta", 3, "2030-02-27")
		signed("emp.3", "beta", 2, "2030-12-31")
		signed("emp.4", "gamma", 1, "2030-12-31")
		merged := func(org, into string) {
			t.Helper()
			apply(t, s, storage.Ask{House: true}, func(c *workflow.Case) *workflow.Decision {
				h := *c.House
				o := made(&workflow.Organisation{Kind: "sisp", Into: into}, ref(workflow.EntityOrganisation, workflow.HouseID, org), workflow.OrganisationOn)
				return &workflow.Decision{
					Changes: []workflow.Change{{Dossier: attach(&h, o), Parts: []workflow.Subject{o}}},
					Events:  []workflow.Event{event(o.Ref(), "set", "", workflow.OrganisationOn)},
				}
			})
		}
		owes := func(when, id string, want ...string) {
			t.Helper()
			err := s.View(t.Context(), func(tx *storage.Tx) error {
				c, err := tx.Load(storage.Ask{Submission: id, Now: noon})
				if err != nil {
					return err
				}
				b, err := tx.Beside([]string{callID}, []string{"emp.3", "emp.4"}, noon)
				if err != nil {
					return err
				}
				for how, got := range map[string][]workflow.Arrear{"alone": c.Arrears, "beside": b.Arrears[id]} {
					ok := len(got) == len(want)
					for i := range got {
						ok = ok && got[i].Submission == want[i]
					}
					if !ok {
						t.Errorf("%s, %s, %s: %+v, want %v", when, id, how, got, want)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		owes("before", "emp.3", "emp.2")
		owes("before", "emp.4")
		merged("beta", "")
		merged("gamma", "")
		merged("alfa", "beta")
		owes("alfa is beta's", "emp.3", "emp.1", "emp.2")
		owes("alfa is beta's", "emp.4")
		merged("beta", "gamma")
		owes("both are gamma's", "emp.4", "emp.1", "emp.2")
		merged("beta", "")
		owes("undone", "emp.4")
	})
}
