package locale

import "strings"

// Mails are put together like documents, from texts of their own: a frame around
// what each says.
const (
	mailOpens  = "E00a"
	mailCloses = "E00b"
)

// MailEdition is the edition of the mails' texts that holds on a day.
func MailEdition(on string) string { return newest(mailTexts.days(), on) }

// ComposeMail puts facts into the text of a mail, "E17". What the text names and
// the facts lack is an error, and so is a mail without a subject.
func ComposeMail(edition string, l Language, mail string, f Facts) (Filled, error) {
	e, err := mailTexts.edition(edition)
	if err != nil {
		return Filled{}, err
	}
	return e.compose(l, framed(mail), f)
}

// MailNames are the names that a mail uses, with its frame.
func MailNames(edition, mail string) (Used, error) {
	e, err := mailTexts.edition(edition)
	if err != nil {
		return Used{}, err
	}
	return e.names(framed(mail))
}

// A mail with a letter of its own before its number is about no call: its frame
// names none.
func framed(mail string) []string {
	if !strings.HasPrefix(mail, "E") {
		return []string{mailOpens, mail}
	}
	return []string{mailOpens, mail, mailCloses}
}
