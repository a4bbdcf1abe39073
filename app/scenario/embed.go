package scenario

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed files
var embedded embed.FS

// Embedded is a scenario that comes with the program, "empowerment-2023".
func Embedded(name string) (*File, Complaints) {
	files, err := fs.Sub(embedded, "files")
	if err != nil {
		return nil, Complaints{{name, 1, err.Error()}}
	}
	file := path.Base(name) + ".yaml"
	data, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, Complaints{{file, 1, fmt.Sprintf("does not come with the program: there are %s", strings.Join(Names(), ", "))}}
	}
	return Parse(file, data, files)
}

// Names are those of the embedded scenarios.
func Names() []string {
	list, err := fs.Glob(embedded, "files/*.yaml")
	if err != nil {
		return nil
	}
	for i, f := range list {
		list[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	return list
}
