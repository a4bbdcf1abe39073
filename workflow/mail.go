package workflow

import "strings"

const jobMail = "mail."

// JobMail is the job that tells people what has happened, by the mail of that
// name: E17. Whom it tells is found out when it is worked.
func JobMail(name string) JobOf { return JobOf{Kind: jobMail + name} }

// MailOf is the mail that a job tells by; false if it tells nobody.
func MailOf(job string) (string, bool) { return strings.CutPrefix(job, jobMail) }
