package journey_test

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// browserEnv names the browser, where it is none of those below.
const browserEnv = "TREMPLIN_TEST_BROWSER"

func browser(t testing.TB) string {
	t.Helper()
	// The shell draws the same pages without a desktop's windows around them, at half the work.
	for _, name := range []string{os.Getenv(browserEnv), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("no Chromium is here: `make deps` installs it, or %s names one", browserEnv)
	return ""
}

// chromium is the browser of all tests, once it runs.
var chromium struct {
	sync.Mutex

	ctx  context.Context //nolint:containedctx // chromedp's handle of the browser
	ends []func()
}

// running is the browser, in which each person has a profile of their own. It can
// resolve no name: nothing leaves the machine.
func running(t testing.TB) context.Context {
	t.Helper()
	c := &chromium
	c.Lock()
	defer c.Unlock()
	if c.ctx != nil {
		return c.ctx
	}
	dir, err := os.MkdirTemp("", "tremplin-browser-") //nolint:usetesting // it outlives the test that is the first to want it
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser(t)), chromedp.UserDataDir(dir),
		chromedp.NoSandbox, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("allow-pre-commit-input", true)) // or a click before the first frame is lost
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	c.ends = append(c.ends, stop, end, func() { _ = os.RemoveAll(dir) })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	c.ctx = ctx
	return ctx
}

// closeBrowser ends it.
func closeBrowser() {
	for _, end := range chromium.ends {
		end()
	}
}
