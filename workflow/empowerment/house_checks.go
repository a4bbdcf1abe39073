package empowerment

import (
	"slices"
	"strings"

	w "tremplin/workflow"
)

// What is checked of the house's acts: that two take part, that dates make
// sense, that numbers are what they say.

// otherAdmin: what one administrator asked for, another has to repeat.
func otherAdmin[I interface{ role() w.Role }](act w.Action) w.Check[I] {
	return w.Check[I]{Code: w.CodeApart, Kind: w.Forbidden, Field: "role", Holds: func(c *w.Case, in I) bool {
		a := asked(w.On[*w.Person](c), act, in.role())
		return a == nil || a.By != c.Actor.Person
	}, Facts: func(*w.Case, I) map[string]any { return map[string]any{"did": "person." + string(act)} }}
}

func asked(p *w.Person, act w.Action, role w.Role) *w.Asked {
	for i := range p.Asked {
		if p.Asked[i].Act == act && p.Asked[i].Grant.Role == role {
			return &p.Asked[i]
		}
	}
	return nil
}

// asAsked: the second administrator grants what the first asked for.
var asAsked = w.Check[grantIn]{Code: "asked_otherwise", Field: "from", Holds: func(c *w.Case, in grantIn) bool {
	a := asked(w.On[*w.Person](c), "grant", in.role())
	return a == nil || a.By == c.Actor.Person || in.From == "" && in.Until == "" ||
		in.Until == a.Grant.Until && (in.From == a.Grant.From || in.From == "")
}, Facts: func(c *w.Case, in grantIn) map[string]any {
	if a := asked(w.On[*w.Person](c), "grant", in.role()); a != nil {
		return map[string]any{"from": a.Grant.From, "until": a.Grant.Until}
	}
	return nil
}}

// endAsAsked: so is the day on which a role ends.
var endAsAsked = w.Check[revokeIn]{Code: "asked_otherwise", Field: "until", Holds: func(c *w.Case, in revokeIn) bool {
	a := asked(w.On[*w.Person](c), "revoke", in.role())
	return a == nil || a.By == c.Actor.Person || in.Until == "" || in.Until == a.Grant.Until
}, Facts: func(c *w.Case, in revokeIn) map[string]any {
	if a := asked(w.On[*w.Person](c), "revoke", in.role()); a != nil {
		return map[string]any{"until": a.Grant.Until}
	}
	return nil
}}

// asksASecond: only what an administrator asked can be answered by others. To
// them there is no such act otherwise; "" is any change.
func asksASecond(act w.Action) w.Guard {
	return w.Guard{Code: w.CodeRole, Kind: w.Forbidden, Holds: func(c *w.Case) bool {
		return slices.ContainsFunc(w.On[*w.Person](c).Asked, func(a w.Asked) bool { return act == "" || a.Act == act })
	}, Facts: onlyAdmin}
}

// isAsked is the same of the very role.
func isAsked[I interface{ role() w.Role }](act w.Action) w.Check[I] {
	return w.Check[I]{Code: w.CodeRole, Kind: w.Forbidden, Field: "role", Holds: func(c *w.Case, in I) bool {
		return asked(w.On[*w.Person](c), act, in.role()) != nil
	}, Facts: func(c *w.Case, _ I) map[string]any { return onlyAdmin(c) }}
}

func onlyAdmin(*w.Case) map[string]any { return map[string]any{"by": []w.Role{w.Admin}} }

var (
	changeAsked = w.Guard{Code: "nothing_asked", Holds: func(c *w.Case) bool { return len(w.On[*w.Person](c).Asked) > 0 }, Facts: func(*w.Case) map[string]any {
		return map[string]any{"roles": byTwo}
	}}
	thatAsked = w.Check[refuseRoleIn]{Code: "nothing_asked", Field: "role", Holds: func(c *w.Case, in refuseRoleIn) bool {
		return asked(w.On[*w.Person](c), w.Action(in.Change), w.Role(in.Role)) != nil
	}, Facts: func(*w.Case, refuseRoleIn) map[string]any { return map[string]any{"roles": byTwo} }}
	// grantDates: a role that is over before it begins, or now, would be none; also
	// when a second confirms what was asked before.
	grantDates = w.Check[grantIn]{Code: "role_dates", Kind: w.Invalid, Field: "until", Holds: func(c *w.Case, in grantIn) bool {
		until := in.Until
		if a := asked(w.On[*w.Person](c), "grant", in.role()); a != nil && a.By != c.Actor.Person {
			until = a.Grant.Until
		}
		return until == "" || until >= max(in.From, c.Today)
	}}
	revokeDate = w.Check[revokeIn]{Code: "role_dates", Kind: w.Invalid, Field: "until", Holds: func(c *w.Case, in revokeIn) bool {
		return in.Until == "" || in.Until >= c.Today
	}}
)

// isEnterpriseNumber: ten digits of which the last two are 97 less the rest of
// the others by 97.
func isEnterpriseNumber(s string) bool {
	s = strings.NewReplacer(" ", "", ".", "").Replace(strings.TrimPrefix(s, "BE"))
	if len(s) != 10 || s[0] != '0' && s[0] != '1' || strings.Trim(s, "0123456789") != "" {
		return false
	}
	return rest97(s[:8])+int(s[8]-'0')*10+int(s[9]-'0') == 97
}

// isIBAN: a country, and digits and letters whose rest by 97 is one.
func isIBAN(s string) bool {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(s) < 15 || len(s) > 34 || strings.HasPrefix(s, "BE") && len(s) != 16 {
		return false
	}
	var digits strings.Builder
	for i, r := range s[4:] + s[:4] {
		letter := r >= 'A' && r <= 'Z'
		switch {
		case r >= '0' && r <= '9' && (i < len(s)-4 || i >= len(s)-2):
			digits.WriteRune(r)
		case letter && i < len(s)-2:
			digits.WriteString([]string{"1", "2", "3"}[(r-'A')/10])
			digits.WriteByte(byte('0' + (r-'A')%10))
		default:
			return false
		}
	}
	return rest97(digits.String()) == 1
}

func rest97(digits string) (n int) {
	for _, d := range digits {
		n = (n*10 + int(d-'0')) % 97
	}
	return n
}
