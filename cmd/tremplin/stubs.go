package main

type demoCmd struct{}
type verifyCmd struct{}
type checkpointCmd struct{}
type reportCmd struct{}

func (demoCmd) Run() error       { return nil }
func (verifyCmd) Run() error     { return nil }
func (checkpointCmd) Run() error { return nil }
func (reportCmd) Run() error     { return nil }
