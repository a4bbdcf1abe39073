package empowerment_test

// What a proposal says of days: in order, and none before the call opened, which
// was on 3 February 2025.
var calendarProbes = []probe{
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "activities": ["x", {"title": "y", "from": "2025-06-02", "until": "2025-06-01"}]`), "invalid/until_before_from"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "activities": [{"title": "y", "from": "2025-06-01", "until": "2025-06-01", "times": "z", "place": "z"}, {"title": "y", "until": "2025-06-01"}]`), "ok"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "activities": [{"title": "x", "from": "2025-02-02", "until": "2025-06-01"}]`), "invalid/before_call"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "activities": [{"title": "x", "until": "2025-02-02"}]`), "invalid/before_call"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "activities": [{"title": "x", "from": "2025-02-03"}]`), "ok"),
	on("open", "ed_alfa", "submission.create", "emp", proposal("alfa", "1", `, "activities": [{"from": "2025-06-01"}]`), "invalid/missing"),
	on("asking", "ed_alfa", "submission.update", "a", `{"activities": [{"title": "y", "from": "2025-06-02", "until": "2025-06-01"}]}`, "invalid/until_before_from"),
	on("asking", "ed_alfa", "submission.update", "a", `{"deliverables": [{"title": "x", "due": "1900-01-01"}]}`, "invalid/before_call"),
	on("asking", "ed_alfa", "submission.update", "a", `{"deliverables": [{"title": "x", "due": "2025-02-03"}]}`, "ok"),
	on("closed", "ed_alfa", "submission.update", "a", `{"activities": [{"title": "y", "from": "2025-06-02", "until": "2025-06-01"}]}`, "invalid/until_before_from").after(asking("activities")),
	on("closed", "ed_alfa", "submission.update", "a", `{"activities": [{"title": "y", "from": "2025-02-02"}]}`, "invalid/before_call").after(asking("activities")),
	on("closed", "sig_alfa", "submission.resubmit", "a", `{"activities": [{"title": "y", "from": "2025-06-02", "until": "2025-06-01"}]}`, "invalid/until_before_from").after(asking("activities")),
	on("closed", "sig_alfa", "submission.resubmit", "a", `{"activities": [{"title": "y", "from": "2025-02-02"}]}`, "invalid/before_call").after(asking("activities")),
}
