package web

import (
	"net/url"

	"tremplin/app/web/page"
)

// pathLetters is where a call's decision letters are prepared and followed.
func pathLetters(call string) string { return page.PathCalls + "/" + url.PathEscape(call) + "/letters" }
