package ui

// Shapes are the states that are drawn in a shape of their own.
var Shapes = shapes
