package workflow

import "encoding/json"

// Activity is something that the project does, with its place in the calendar.
// Written as words alone it has a title only.
type Activity struct {
	Title Text `json:"title" name:"title" need:"yes" max:"2000"`
	From  Date `json:"from,omitempty" name:"from"`
	Until Date `json:"until,omitempty" name:"until"`
	Times Text `json:"times,omitzero" name:"times" max:"200"` // how often: "every Tuesday"
	Place Text `json:"place,omitzero" name:"place" max:"200"`
}

// dated is an activity without its way of being written.
type dated Activity

// MarshalJSON writes an activity that has a title only as that alone: so it was
// kept before activities had dates, and hashes of then must come out again.
func (a Activity) MarshalJSON() ([]byte, error) {
	if a == (Activity{Title: a.Title}) {
		return json.Marshal(a.Title)
	}
	return json.Marshal(dated(a))
}

// UnmarshalJSON reads both ways.
func (a *Activity) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*a = Activity{}
		return json.Unmarshal(b, &a.Title)
	}
	return json.Unmarshal(b, (*dated)(a))
}
