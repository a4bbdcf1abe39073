package storagetest

import "context"

func migrate(context.Context, string) error { return nil }
