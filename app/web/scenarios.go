package web

import (
	"net/url"

	"tremplin/app/web/page"
)

// pathScenarios is where ways of sharing out a call's budget are compared.
func pathScenarios(call string) string {
	return page.PathCalls + "/" + url.PathEscape(call) + "/scenarios"
}
