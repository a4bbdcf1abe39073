package ui

// kept says where what was typed now stands: as a draft, or in the page alone.
func (f Form) kept() string {
	if f.Autosave != "" {
		return T(f.Lang, "form.kept_draft")
	}
	return T(f.Lang, "form.kept")
}
