package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
)

// stamped is the version that a release is built with:
// -ldflags "-X main.stamped=v1.2.3".
var stamped string

// version is what this program calls itself: its release, else the revision that
// it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cmp.Or(stamped, "unknown")
	}
	named := info.Main.Version
	if named == "(devel)" {
		named = ""
	}
	revision := ""
	for _, x := range info.Settings {
		if x.Key == "vcs.revision" {
			revision = x.Value
		}
	}
	return cmp.Or(stamped, named, revision, "unknown")
}

type versionCmd struct{}

func (versionCmd) Run(s *streams) error {
	_, err := fmt.Fprintln(s.out, "tremplin", version())
	return err
}
