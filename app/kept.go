package app

import "tremplin/storage"

// What pages of administration and the reading room name of storage's: a job, how
// many there are, what administrators did, a filed document.
//
//nolint:revive // together they have one comment
type (
	Job      = storage.Job
	JobCount = storage.JobCount
	AdminAct = storage.AdminAct
	Filed    = storage.Filed
)

// States of jobs and of messages, and kinds of jobs, as storage has them.
const (
	JobWaiting = storage.JobWaiting
	JobFailing = storage.JobFailing
	JobRunning = storage.JobRunning
	JobDead    = storage.JobDead

	MailSent    = storage.MailSent
	MailBounced = storage.MailBounced

	JobPost = storage.Post
	JobScan = storage.Scan
)
