package app

import (
	"context"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
)

// ContractsOnly has an application make the papers that parties sign and leave
// out all others, for tests in which letters only cost time.
func ContractsOnly(a *App) {
	for kind := range a.Handlers {
		name := strings.TrimPrefix(kind, workflow.JobDocument("").Kind)
		if name != "convention" && !strings.HasPrefix(name, "avenant_") {
			a.Handlers[kind] = func(context.Context, storage.Job) (*Command, error) { return nil, nil }
		}
	}
}

// FileName is text as a name of a folder or a file.
var FileName = fileName
