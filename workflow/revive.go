package workflow

// The entities. Their rows in storage are kept under these names for ever.
const (
	EntityHouse        Entity = "house"
	EntityPerson       Entity = "person"
	EntityOrganisation Entity = "organisation"
	EntityCall         Entity = "call"
	EntityMember       Entity = "member"
	EntityMeeting      Entity = "meeting"
	EntityQuestion     Entity = "question"
	EntitySubmission   Entity = "submission"
	EntityParty        Entity = "party"
	EntityFile         Entity = "file"
	EntityDocument     Entity = "document"
	EntitySheet        Entity = "sheet"
	EntityCondition    Entity = "condition"
	EntityVersion      Entity = "version"
	EntityInstalment   Entity = "instalment"
	EntitySpending     Entity = "spending"
	EntityRecovery     Entity = "recovery"
	EntityControl      Entity = "control"
	EntityDeliverable  Entity = "deliverable"
	EntityInterview    Entity = "interview"
)

// New makes an empty subject of an entity, or nil if there is no such entity.
func New(e Entity) Subject {
	make, ok := kinds[e]
	if !ok {
		return nil
	}
	return make()
}

var kinds = map[Entity]func() Subject{
	EntityHouse:        func() Subject { return &House{} },
	EntityPerson:       func() Subject { return &Person{} },
	EntityOrganisation: func() Subject { return &Organisation{} },
	EntityCall:         func() Subject { return &Call{} },
	EntityMember:       func() Subject { return &Member{} },
	EntityMeeting:      func() Subject { return &Meeting{} },
	EntityQuestion:     func() Subject { return &Question{} },
	EntitySubmission:   func() Subject { return &Submission{} },
	EntityParty:        func() Subject { return &Party{} },
	EntityFile:         func() Subject { return &File{} },
	EntitySheet:        func() Subject { return &Sheet{} },
	EntityCondition:    func() Subject { return &Condition{} },
	EntityVersion:      func() Subject { return &Version{} },
	EntityInstalment:   func() Subject { return &Instalment{} },
	EntitySpending:     func() Subject { return &Spending{} },
	EntityRecovery:     func() Subject { return &Recovery{} },
	EntityControl:      func() Subject { return &Control{} },
	EntityDeliverable:  func() Subject { return &Deliverable{} },
	EntityInterview:    func() Subject { return &Interview{} },
	EntityDocument:     func() Subject { return &Document{} },
}

// Revive is for storage: it gives a subject the name and the state that were
// written. Nothing else outside this package can set a state.
func Revive(s Subject, ref Ref, state State) {
	l := s.life()
	l.ref, l.state = ref, state
}

// Attach is for storage: it puts a revived part into its dossier.
func Attach(d Dossier, part Subject) { d.attach(part) }
