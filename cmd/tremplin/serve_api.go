package main

import (
	"strings"

	"tremplin/app/api"
	"tremplin/app/web"
	"tremplin/app/web/page"
)

// mountAPI has the site serve programs too.
func mountAPI(site *web.Site) error {
	o := api.Options{Site: site.Site, Client: site.Client}
	for _, a := range page.Assets() {
		if strings.HasSuffix(a.Path, ".css") {
			o.Style = a.Path
		}
	}
	programs, err := api.New(site.App, site.Auth, o)
	if err == nil {
		site.Mount(programs.Handler(), programs.Fault)
	}
	return err
}
