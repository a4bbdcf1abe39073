package scenario_test

import (
	"strings"
	"testing"

	"tremplin/app/scenario"
	"tremplin/storage/storagetest"
	"tremplin/workflow/empowerment"
)

func TestFilesAndNamesOfParts(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		r := runner(t, url)
		text := strings.SplitAfterN(tiny(t), "do: party.confirm, on: a/party/asbl}\n", 2)[0] +
			"  - {at: 2025-02-25T11:00, by: ed_alfa, do: file.attach, on: a, as: note, with: {name: Note, kind: plan, file: note.txt}}\n" +
			"  - {at: 2025-02-25T11:01, by: ed_alfa, do: file.remove, on: a/file/note}\n" +
			"  - {at: 2025-02-25T11:02, by: ed_alfa, do: file.remove, on: a/file/1, expect: refused}\n" +
			"  - {at: 2025-02-25T11:03, by: ed_alfa, do: file.attach, on: a, as: none, with: {name: Note, kind: plan}, expect: invalid/missing}\n" +
			"  - {at: 2025-02-25T11:04, by: ed_alfa, do: file.remove, on: none, expect: not_found/not_found}\n"
		for range 2 { // the second time all is known
			result := replay(t, r, parse(t, "files.yaml", text))[0]
			if bad := missed(result); len(bad) > 0 {
				t.Errorf("%+v", bad)
			}
		}
		_, all, err := r.App.Dossiers(t.Context(), "tiny-2025")
		if err != nil || len(all) != 1 || len(all[0].Files) != 1 {
			t.Fatalf("%d dossiers, %v", len(all), err)
		}
		file := all[0].Files[0]
		if file.Size != 5 || file.Type != "text/plain" || file.Hash != "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" {
			t.Errorf("attached %+v", file)
		}
	})
}

func TestImportMayBeRefused(t *testing.T) {
	r := runner(t, storagetest.SQLite(t))
	text := strings.Replace(head, "{id: c, ", "{id: c, by: ed, ", 1)
	_, err := r.Run(t.Context(), parse(t, "x.yaml", text))
	const want = "x.yaml:9: `by` of the call \"c\" does not hold the role das_officer then: name who does, or leave `by` out"
	if err == nil || err.Error() != want {
		t.Errorf("answer: %v", err)
	}
}

func TestSchemaAndCodes(t *testing.T) {
	schema := line(t, scenario.Schema(empowerment.V1()))
	for _, part := range []string{
		`"$schema":"https://json-schema.org/draft/2020-12/schema"`, `"const":"submission.award"`, `"filled_in"`,
		`"description":"a path beside the scenario"`, `"required":["at","by","do"]`,
	} {
		if !strings.Contains(schema, part) {
			t.Errorf("the schema lacks %s", part)
		}
	}
	codes := scenario.Codes(empowerment.V1())
	has := map[string]bool{}
	for _, c := range codes {
		if has[c.Kind+"/"+c.Code] {
			t.Errorf("%s/%s is there twice", c.Kind, c.Code)
		}
		has[c.Kind+"/"+c.Code] = true
	}
	// INTERFACES.md's, but for what no replay is answered with.
	for want := range strings.FieldsSeq(`not_found/not_found forbidden/role forbidden/apart forbidden/conflict refused/state refused/call_state
refused/over_envelope refused/over_request refused/outside_caps refused/deadline refused/document_pending refused/quorum refused/parties_unconfirmed
refused/signatures_missing refused/mandate refused/arrears refused/conditions_unmet refused/avenant_out refused/signed_already
invalid/missing invalid/unknown_field invalid/amount conflict/stale conflict/step_changed conflict/taken invalid/unknown`) {
		if !has[want] {
			t.Errorf("the codes lack %s", want)
		}
	}
	for _, never := range []string{"refused/taken", "refused/unknown", "invalid/over_envelope"} {
		if has[never] {
			t.Errorf("the codes have %s", never)
		}
	}
}
