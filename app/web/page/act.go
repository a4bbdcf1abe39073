package page

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"tremplin/app/web/page/ui"
)

// Page is a page of parts, one under the other.
func Page(f Frame, h Head, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return Layout(f, h).Render(templ.WithChildren(ctx, templ.Join(parts...)), w) //nolint:contextcheck // what templ generates takes it from here
	})
}

// Act is the page of one act: what it is about, the engine's no if there was
// one, and the form.
type Act struct {
	Frame    Frame
	Head     Head
	Refused  *ui.Refused
	About    []Block   // the part that the act is on
	Then     []string  // what follows
	Facts    []ui.Fact // beside the form: what one has to know
	Missing  []string  // before the form: what it still lacks, as it was last saved
	Warnings []string  // nothing refuses what they tell of
	Resumed  *Resumed  // what was typed before stands in the form
	Form     ui.Form
	Sections []ui.Section // of a long form
	Progress string       // how far its sections are
}

// Resumed says that a form goes on from what was typed before, and gives the button
// that begins anew.
type Resumed struct {
	Text []string
	Drop ui.Button
}

// frame has what the form asks of it: other languages keep what is typed, and
// the title says that something is wrong.
func (m Act) frame() Frame {
	f := m.Frame
	f.FormID = m.Form.ID
	if f.FormID == "" {
		f.FormID = "form"
	}
	f.Failed = f.Failed || len(m.Form.Problems) > 0 || m.Refused != nil
	return f
}

func (m Act) aside() bool { return len(m.Facts)+len(m.Sections) > 0 }
