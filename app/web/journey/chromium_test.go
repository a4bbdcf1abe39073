package journey_test

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"
)

// browserEnv names the browser, where it is none of those below.
const browserEnv = "TREMPLIN_TEST_BROWSER"

func browser(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv(browserEnv), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("no Chromium is here: `make deps` installs it, or %s names one", browserEnv)
	return ""
}

// running is this world's browser, in which each person has a profile of their
// own. It can resolve no name: nothing leaves the machine.
func (w *world) running() context.Context {
	w.Helper()
	if w.chromium != nil {
		return w.chromium
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser(w)), chromedp.UserDataDir(w.TempDir()),
		chromedp.NoSandbox, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true), chromedp.Flag("force-color-profile", "srgb"))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	w.Cleanup(end)
	ctx, stop := chromedp.NewContext(allocator)
	w.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		w.Fatal(err)
	}
	w.chromium = ctx
	return ctx
}
