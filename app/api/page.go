package api

import (
	"encoding/base64"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"tremplin/workflow"
)

// List is a page of a list.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; none at the end"`
}

// Limit is how many items a page has, as the address says it.
type Limit string

// Schema is its description.
func (Limit) Schema(huma.Registry) *huma.Schema {
	low, high := 1.0, float64(mostItems)
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high, Default: usualItems}
}

const (
	usualItems = 50
	mostItems  = 100
)

// Paged are the parameters of a list.
type Paged struct {
	Cursor string `query:"cursor" doc:"From next, or from the Link header, of the page before"`
	Limit  Limit  `query:"limit"`
}

// read makes sense of the parameters.
func (p *Paged) read() (after string, limit int, err error) {
	limit = usualItems
	if p.Limit != "" {
		n, err := strconv.Atoi(string(p.Limit))
		if err != nil || n < 1 || n > mostItems {
			return "", 0, &workflow.Error{Kind: workflow.Invalid, Code: "range", Field: "limit", Facts: map[string]any{"min": 1, "max": mostItems}}
		}
		limit = n
	}
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return "", 0, &workflow.Error{Kind: workflow.Invalid, Code: CodeCursor, Field: "cursor"}
	}
	return string(b), limit, nil
}

// place is a cursor that is the number of the last item; 0 for the beginning.
func place(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(after, 10, 64)
	if err != nil || n < 0 {
		return 0, &workflow.Error{Kind: workflow.Invalid, Code: CodeCursor, Field: "cursor"}
	}
	return n, nil
}

// listed is a page of a list; last is the cursor of its last item, "" at the end.
func listed[T any](v *visit, items []T, last string) *answer {
	l := List[T]{Items: items}
	a := ok(nil)
	if last != "" {
		l.Next = base64.RawURLEncoding.EncodeToString([]byte(last))
		u := url.URL{Path: v.r.URL.Path}
		q := v.r.URL.Query()
		q.Set("cursor", l.Next)
		u.RawQuery = q.Encode()
		a.next = u.String()
	}
	a.body = l
	return a
}

// cut takes a page out of a list that is there whole, by places from 1.
func cut[T any](in []T, after string, limit int) (page []T, last string, err error) {
	n, err := place(after)
	if err != nil {
		return nil, "", err
	}
	from := min(int(n), len(in))
	to := min(from+limit, len(in))
	if to < len(in) {
		last = strconv.Itoa(to)
	}
	return in[from:to], last, nil
}
