//go:build !linux

package storagetest

import "syscall"

// attributes are Linux's; elsewhere a killed test process leaves its server.
func attributes(string) (*syscall.SysProcAttr, error) { return &syscall.SysProcAttr{}, nil }
