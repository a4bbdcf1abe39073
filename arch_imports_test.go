package tremplin_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is what a package is made of, tests left out.
type source struct {
	name  string // its path in the module
	files []*ast.File
}

// packagesIn reads the packages below root itself rather than ask the go
// command: so the test cache knows which files the answer depends on, and files
// for other systems are read too.
func packagesIn(root string) ([]source, error) {
	found := map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(root, file)
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		name := filepath.ToSlash(dir)
		found[name] = append(found[name], parsed)
		return nil
	})
	var out []source
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, source{name, found[name]})
	}
	return out, err
}

// skip leaves out what the go command leaves out, other modules, and what runs
// leave behind.
func skip(root, dir string) error {
	base := filepath.Base(dir)
	switch {
	case dir == root:
		return nil
	case base == "testdata", base == "node_modules", strings.HasPrefix(base, "."), strings.HasPrefix(base, "_"):
		return fs.SkipDir
	case filepath.Join(root, "var") == dir:
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// violations are the sentences about what the table does not allow.
func violations(packages []source, table map[string]row) []string {
	var out []string
	for _, p := range packages {
		rules, known := table[p.name]
		if !known {
			out = append(out, p.name+" is not in the table")
			continue
		}
		for _, file := range p.files {
			for _, imp := range file.Imports {
				if v := violation(p.name, imp, rules, table); v != "" {
					out = append(out, v)
				}
			}
			if rules.pure {
				out = append(out, asksClock(p.name, file)...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func violation(name string, spec *ast.ImportSpec, rules row, table map[string]row) string {
	imp := importPath(spec)
	local, isLocal := strings.CutPrefix(imp, module+"/")
	switch {
	case isLocal && !allows(rules.imports, imp):
		return fmt.Sprintf("%s may not import %s", name, local)
	case isLocal && table[local].tests:
		return fmt.Sprintf("%s may not import %s: it is for tests", name, local)
	case isLocal:
		return ""
	case rules.pure && isStd(imp) && slices.ContainsFunc(impure, func(p string) bool { return within(p, imp) }):
		return fmt.Sprintf("%s is pure and may not import %s", name, imp)
	case rules.pure && spec.Name != nil && spec.Name.Name == ".":
		return fmt.Sprintf("%s may not import %s without its name", name, imp)
	case !allows(rules.imports, imp):
		return fmt.Sprintf("%s may not import %s", name, imp)
	}
	return ""
}

// allows tells whether imports cover imp.
func allows(imports []string, imp string) bool {
	return slices.ContainsFunc(imports, func(entry string) bool {
		switch {
		case entry == "all":
			return true
		case entry == "std":
			return isStd(imp)
		case !isStd(entry): // a module from elsewhere
			return within(entry+"/...", imp)
		}
		return within(entry, imp) || within(module+"/"+entry, imp)
	})
}

// within tells whether imp is pattern, or below it where it ends in /... .
func within(pattern, imp string) bool {
	if root, deep := strings.CutSuffix(pattern, "/..."); deep {
		return imp == root || strings.HasPrefix(imp, root+"/")
	}
	return imp == pattern
}

// isStd holds for what has no dot in its first part and is not ours.
func isStd(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return !strings.Contains(first, ".") && first != module
}

// asksClock finds what a pure package takes from time that is not a value.
func asksClock(name string, file *ast.File) []string {
	var out []string
	known := map[string]string{} // name in this file → package
	for _, spec := range file.Imports {
		imp := importPath(spec)
		as := path.Base(imp)
		if spec.Name != nil {
			as = spec.Name.Name
		}
		known[as] = imp
	}
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		if asked := known[x.Name] + "." + sel.Sel.Name; slices.Contains(clock, asked) {
			out = append(out, fmt.Sprintf("%s is pure and may not ask %s", name, asked))
		}
		return true
	})
	return out
}

func importPath(spec *ast.ImportSpec) string {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic(err) // it was parsed
	}
	return p
}

func write(t *testing.T, dir, pack, name, content string) {
	t.Helper()
	folder := filepath.Join(dir, pack)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
