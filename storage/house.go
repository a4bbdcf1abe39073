package storage

import (
	"context"
	"database/sql"
	"errors"

	"tremplin/workflow"
)

// House is who there is. It may be shared: nobody edits it.
func (tx *Tx) House() (*workflow.House, error) {
	if tx.read == nil {
		if err := tx.load(Ask{}, nil); err != nil {
			return nil, err
		}
	}
	h, _ := tx.read.house.dossier.(*workflow.House)
	return h, nil
}

// People is the house with the names and addresses filled in. It may be shared:
// nobody edits it.
func (tx *Tx) People() (*workflow.House, error) {
	if _, err := tx.House(); err != nil {
		return nil, err
	}
	head := tx.read.house.head
	told := tx.s.cache.toldAt(workflow.HouseID, head, head)
	if told == nil {
		hs, err := tx.dossiers(workflow.EntityHouse, "SELECT id, '', version, head, state, body, due_at, 0, 0, 0, 0, 0 FROM houses WHERE id IN ?", []string{workflow.HouseID})
		if err != nil {
			return nil, err
		}
		told = emptyHouse()
		if len(hs) > 0 {
			told = hs[0]
		}
		if err := tx.LoadTexts(told.dossier); err != nil {
			return nil, err
		}
		told.house = told.head
		if !tx.write { // what no snapshot holds together is not kept
			tx.s.cache.keepTold(workflow.HouseID, told)
		}
	}
	h, _ := told.dossier.(*workflow.House)
	return h, nil
}

// House is [Tx.House] by itself: one statement where the house has not moved since it
// was last read.
func (s *Store) House(ctx context.Context) (*workflow.House, error) {
	return s.house(ctx, func(head string) *held { return s.cache.at(workflow.HouseID, head) }, (*Tx).House)
}

// People is [Tx.People] by itself, as [Store.House].
func (s *Store) People(ctx context.Context) (*workflow.House, error) {
	return s.house(ctx, func(head string) *held { return s.cache.toldAt(workflow.HouseID, head, head) }, (*Tx).People)
}

func (s *Store) house(ctx context.Context, cached func(head string) *held, read func(*Tx) (*workflow.House, error)) (*workflow.House, error) {
	const q = "SELECT head FROM houses WHERE id = ?"
	if s.watch != nil {
		s.watch(q)
	}
	var head string
	err := s.read.db.QueryRowContext(ctx, s.sql(q), workflow.HouseID).Scan(&head)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, wrapped("house", err)
	}
	if known := cached(head); known != nil {
		h, _ := known.dossier.(*workflow.House)
		return h, nil
	}
	return Get(ctx, s, read)
}
