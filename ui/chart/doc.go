// Package chart draws the charts of the interface: [LineChart], [BarChart],
// [NewHorizontalBars] and [Sparkline]. The geometry (ticks, scales, runs between
// missing values, groups of bars, what is under the pointer) is pure and apart
// from the drawing; values that are not known are [Missing] and never drawn as
// zero.
package chart
