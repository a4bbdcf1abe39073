package page

import "tremplin/app/web/page/ui"

// Addresses of how the program runs, for administrators.
const (
	PathAdmin    = "/admin"
	PathJobs     = PathAdmin + "/jobs"
	PathMails    = PathAdmin + "/mails"
	PathSettings = PathAdmin + "/settings"
)

// Column is a page of blocks, one under the other, with the ways to the pages
// beside it.
type Column struct {
	Frame  Frame
	Head   Head
	Ways   []ui.Link // the pages beside this one
	Links  []ui.Link // where one may go on from here
	Blocks []Block
	Empty  *ui.Nothing
	Pages  ui.Pages
}
