package document

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// communication is the structured reference by which Belgian banks know a
// payment, +++ddd/dddd/ddddd+++: ten digits that follow from the document's
// number, then the rest of their division by 97, which is 97 where it is 0.
func communication(number string) string {
	sum := sha256.Sum256([]byte(number))
	ten := binary.BigEndian.Uint64(sum[:8]) % 10_000_000_000
	check := ten % 97
	if check == 0 {
		check = 97
	}
	digits := fmt.Sprintf("%010d%02d", ten, check)
	return fmt.Sprintf("+++%s/%s/%s+++", digits[:3], digits[3:7], digits[7:])
}
