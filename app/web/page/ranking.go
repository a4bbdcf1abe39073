package page

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

// Drawn is a block whose parts are drawn already, to be shown as often as one likes.
func Drawn(ctx context.Context, b Block) (Block, error) {
	var text strings.Builder
	for _, part := range b.Parts {
		if err := part.Render(ctx, &text); err != nil {
			return b, err
		}
	}
	b.Parts = []templ.Component{templ.Raw(text.String())}
	return b, nil
}
