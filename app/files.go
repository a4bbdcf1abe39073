package app

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
)

// MaxFile is how large an attached file may be, in bytes.
const MaxFile = 50 << 20

// Attach keeps the bytes of a file and says what an act that attaches it has to
// be told of them.
func (a *App) Attach(ctx context.Context, data []byte) (map[string]any, error) {
	f, err := a.Store.PutFile(ctx, bytes.NewReader(data), MaxFile)
	if err != nil {
		return nil, err
	}
	return map[string]any{"hash": f.Hash, "size": strconv.FormatInt(f.Size, 10), "type": http.DetectContentType(f.Head)}, nil
}
