package workflow

// Roles (PROCESS.md, Who takes part).
const (
	Officer         Role = "das_officer"       // prepares, follows, tracks
	Director        Role = "das_director"      // steers: validates, approves, suspends
	FunderSig       Role = "funder_signatory"  // decides and signs
	Finance         Role = "finance_officer"   // executes payments
	Editor          Role = "sisp_editor"       // writes and reports
	SispSig         Role = "sisp_signatory"    // submits and signs
	PartnerSig      Role = "partner_signatory" // confirms and signs
	CommitteeMember Role = "committee_member"  // scores; holds for the calls that appoint
	CommitteeChair  Role = "committee_chair"   // ranks and concludes; holds for the calls that appoint
	Auditor         Role = "auditor"           // reads everything, changes nothing
	Admin           Role = "admin"             // people, organisations, settings; sees no dossier
	Clock           Role = "clock"             // acts when a rule's Due has come
	Engine          Role = "engine"            // acts only as a consequence, in the same decision
	Import          Role = "import"            // brings in people, organisations and the drafts of calls
)

// States of a person and of an organisation.
const (
	PersonActive   State = "active"     // may act by its roles
	PersonErased   State = "erased"     // has no name any more and may do nothing
	OrganisationOn State = "registered" // can take part
	// Absorbed organisations are part of another: unmerge leads out.
	OrganisationAbsorbed State = "absorbed"
)

// States that the engine itself looks at: who may see and do what hangs on them.
// All others are the programme's.
const (
	MemberAppointed State = "appointed" // sits on the committee until dismissed

	PartyAsked     State = "asked"     // has to confirm its part
	PartyConfirmed State = "confirmed" // its part is as it agreed
	PartyDeclined  State = "declined"  // does not take part
	PartyVoid      State = "void"      // was taken out of the proposal

	SheetConflict State = "conflict" // counts no more; its member sees nothing of the dossier

	SubmissionUnderReview State = "under_review" // what SISPs see until the letter goes
	SubmissionRanked      State = "ranked"
	SubmissionReserve     State = "reserve"
	SubmissionAwarded     State = "awarded"
	SubmissionRejected    State = "rejected"

	CallDraft       State = "draft"        // seen by the funder's side alone
	CallValidated   State = "validated"    // the same, until it is published
	CallInCommittee State = "in_committee" // while it sits nothing is decided
)
