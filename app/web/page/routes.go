package page

// The addresses that pages name by themselves. Handlers serve them; all other
// addresses come with the models.
const (
	PathHome          = "/"
	PathSearch        = "/search"
	PathSignIn        = "/sign-in"
	PathSignOut       = "/sign-out"
	PathForgotten     = "/forgotten"
	PathSecond        = "/second-factor"
	PathAccount       = "/account"
	PathAppearance    = "/appearance"
	PathAccessibility = "/accessibility"
	PathPrivacy       = "/privacy"
	PathQuestions     = "/faq"
	PathContact       = "/contact"
	PathCalls         = "/calls"
	PathCheck         = "/check"
	PathPeople        = "/people"
	PathOrganisations = "/organisations"
)
