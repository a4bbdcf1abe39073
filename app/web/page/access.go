package page

import (
	"time"

	"tremplin/app/web/page/ui"
)

// Field names of the pages around signing in.
const (
	NameEmail    = "email"
	NamePassword = "password"
	NameRepeat   = "repeat"
	NameCurrent  = "current"
	NameCode     = "code"
	NameAs       = "as"
	NameNext     = "next"
	NameSession  = "session"
	NameTheme    = "theme"
	NameLanguage = "language"
	NameDo       = "do"
	NameAgain    = "again"
)

// Wrong is what is wrong with an input, by the input's name; under "" what is
// wrong with all of it.
type Wrong map[string]string

// SignIn asks for an address and a password.
type SignIn struct {
	Frame Frame
	Email string
	Next  string // where to go afterwards
	Wrong Wrong
	Done  string  // a message: the password was changed
	Demo  []Role  // people to step in as, in a demonstration
	Other ui.Link // another way to sign in
}

// Role is a person of the demonstration; those of one group stand together.
type Role struct{ ID, Name, As, Group string }

// Second asks for the code of an app, or for one of the codes kept for the day
// on which there is none.
type Second struct {
	Frame Frame
	Next  string
	Wrong Wrong
}

// Forgotten asks for the address that a link to a new password goes to. It
// answers the same whether there is such an account.
type Forgotten struct {
	Frame Frame
	Email string
	Wrong Wrong
	Sent  bool
}

// NewPassword sets one: by a link, or with an invitation.
type NewPassword struct {
	Frame        Frame
	Name         string // who is invited
	Organisation string
	Invited      bool
	Wrong        Wrong
	Least        int  // characters
	Gone         bool // the link is too old or was used
}

// Account is what a person may change about the own account.
type Account struct {
	Frame    Frame
	Email    string
	Roles    []string
	Wrong    Wrong
	Done     string
	Least    int
	Second   SecondFactor
	Sessions []Session
	Feed     string // the address of the own calendar, if there is one

	Colleagues []ui.Fact // who of the own organisation holds which role
}

// SecondFactor is how the second factor stands: off, being set up, on.
type SecondFactor struct {
	On       bool
	Must     bool     // a role asks for it
	QR       string   // an SVG of the own program, while it is set up
	Secret   string   // the same, to type
	Recovery []string // shown once
	Left     int      // recovery codes that were not used
	Again    string   // the act for which password or code has to be shown again; "" none
}

// Enrolment is the second factor of somebody whose role asks for one, before
// anything else.
type Enrolment struct {
	Frame  Frame
	Wrong  Wrong
	Second SecondFactor
	Next   string // where to go once it is there
}

// Session is a place where somebody is signed in.
type Session struct {
	ID    string
	Where string // "Firefox, Windows"
	Since time.Time
	Last  time.Time
	Here  bool
}

// Appearance lets anybody choose how the site shows itself.
type Appearance struct {
	Frame Frame
	Back  string
	Done  string
}
