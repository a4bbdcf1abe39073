package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"

	"tremplin/workflow"
)

// textRows compares the texts of a dossier with those that its events say were
// typed. One may be gone only if an act of the house says so.
func (v *verifier) textRows(f *chainFold, rows [][]any) {
	there := map[string]bool{}
	for _, r := range rows {
		ref, _ := r[1].(string)
		salt, salted := r[2].(string)
		body, there1 := r[3].(string)
		switch by := v.erased[ref]; {
		case !f.typed[ref]:
			v.find("texts", ref, "no event typed it in %s", f.id)
		case there[ref]:
			v.find("texts", ref, "is there twice")
		case !salted && !there1 && by == 0:
			v.find("texts", ref, "is gone, and no act erased it")
		case !salted && !there1 && shown(r[4]) != shown(by):
			v.find("texts", ref, "erased_by is %s, the events say %d", shown(r[4]), by)
		case (salted || there1) && (workflow.TextRef(salt, body) != ref || r[4] != nil):
			v.find("texts", ref, "is not the text that was typed")
		}
		there[ref] = true
	}
	for ref := range f.typed {
		if !there[ref] {
			v.find("texts", ref, "is missing in %s", f.id)
		}
	}
}

// attached finds files and texts that a dossier names and that are nowhere.
func (v *verifier) attached(f *chainFold) error {
	if f.dossier == nil {
		return nil
	}
	hashes, refs := map[string]bool{}, map[string]bool{}
	for _, s := range f.dossier.Parts() {
		switch x := s.(type) {
		case *workflow.File:
			if x.Hash != "" && x.State() != "removed" {
				hashes[x.Hash] = true
			}
		case *workflow.Document:
			for hash := range x.Files() {
				hashes[hash] = true
			}
		}
	}
	eachText(reflect.ValueOf(f.dossier), func(t *workflow.Text) {
		if !f.typed[t.Ref] {
			refs[t.Ref] = true
		}
	})
	for _, look := range []struct {
		table, column string
		want          map[string]bool
	}{{"files", "hash", hashes}, {"texts", "ref", refs}} {
		if len(look.want) == 0 {
			continue
		}
		var names []string
		for n := range look.want {
			names = append(names, n)
		}
		known, err := v.strings("SELECT "+look.column+" FROM "+look.table+" WHERE "+look.column+" IN ?", names)
		if err != nil {
			return err
		}
		for _, n := range names {
			if !slices.Contains(known, n) {
				v.find(look.table, n, "is missing; %s names it", f.id)
			}
		}
	}
	return nil
}

// files measures the bytes of every file.
func (v *verifier) files() error {
	after := ""
	for {
		rows, err := v.rows("SELECT hash, size, chunks, erased_by FROM files WHERE hash > ? ORDER BY hash LIMIT 500", after)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			after = fmt.Sprint(r[0])
			if err := v.file(after, r); err != nil {
				return err
			}
		}
	}
	twice, err := v.strings("SELECT hash FROM files GROUP BY hash HAVING count(*) > 1 ORDER BY 1")
	if err != nil {
		return err
	}
	for _, hash := range twice {
		v.find("files", hash, "is there twice")
	}
	lost, err := v.strings("SELECT DISTINCT hash FROM file_chunks c WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.hash = c.hash) ORDER BY 1")
	for _, hash := range lost {
		v.find("file_chunks", hash, "belongs to no file")
	}
	return err
}

func (v *verifier) file(hash string, r []any) error {
	sum, size, n, broken := sha256.New(), int64(0), int64(0), false
	err := v.tx.each(v.tx.orm.Raw("SELECT n, bytes FROM file_chunks WHERE hash = ? ORDER BY n", hash), func(scan func(...any) error) error {
		var at int64
		var b []byte
		if err := scan(&at, &b); err != nil {
			return err
		}
		broken = broken || at != n
		n++
		size += int64(len(b))
		_, _ = sum.Write(b)
		return nil
	})
	if err != nil {
		return err
	}
	if r[3] != nil {
		if by := v.erased[hash]; by == 0 || shown(r[3]) != shown(by) || n > 0 {
			v.find("files", hash, "is marked as erased, and no act did it so")
		}
		return nil
	}
	switch {
	case broken || shown(r[2]) != shown(n):
		v.find("file_chunks", hash, "%d chunks, the file has %s", n, shown(r[2]))
	case hex.EncodeToString(sum.Sum(nil)) != hash:
		v.find("file_chunks", hash, "the bytes are not those that were stored")
	case shown(r[1]) != shown(size):
		v.find("files", hash, "size is %s, its chunks say %d", shown(r[1]), size)
	}
	return nil
}
