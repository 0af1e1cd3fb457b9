package roundtrip

import (
	"parvis/app"
	"parvis/app/reports"
)

// Column names a column of the editorial calendar; its translated header is
// "roundtrip.column.<column>".
type Column string

// The columns of a French editorial calendar, in the order of the templates that
// go around.
const (
	ColumnID           Column = "id"
	ColumnDate         Column = "date"
	ColumnWeekday      Column = "weekday"
	ColumnTime         Column = "time"
	ColumnWeek         Column = "week"
	ColumnNetworks     Column = "networks"
	ColumnAccounts     Column = "accounts"
	ColumnFormat       Column = "format"
	ColumnPillar       Column = "pillar"
	ColumnKeyDate      Column = "keydate"
	ColumnObjective    Column = "objective"
	ColumnAudience     Column = "audience"
	ColumnTitle        Column = "title"
	ColumnHook         Column = "hook"
	ColumnText         Column = "text"
	ColumnCall         Column = "call"
	ColumnHashtags     Column = "hashtags"
	ColumnMentions     Column = "mentions"
	ColumnLink         Column = "link"
	ColumnUTM          Column = "utm"
	ColumnImages       Column = "images"
	ColumnAlt          Column = "alt"
	ColumnCredit       Column = "credit"
	ColumnLegal        Column = "legal"
	ColumnAuthor       Column = "author"
	ColumnApprover     Column = "approver"
	ColumnState        Column = "state"
	ColumnBudget       Column = "budget"
	ColumnComment      Column = "comment"
	ColumnPublished    Column = "published"
	ColumnReach        Column = "reach"
	ColumnInteractions Column = "interactions"
	ColumnRate         Column = "rate"
	ColumnClicks       Column = "clicks"
)

// Name returns the header of the column.
func (c Column) Name() app.Message { return app.Say("roundtrip.column." + string(c)) }

// role is what becomes of a cell that was edited.
type role int

const (
	// computed cells are Parvis's own: what is typed there is not taken back.
	computed role = iota
	// ofPost cells are of the post itself.
	ofPost
	// besides is what Parvis has no room for yet: kept beside the post as it was
	// typed, and written again the next time.
	besides
)

// column describes a column of the exported sheet.
type column struct {
	name  Column
	role  role
	kind  reports.FormKind
	width float64
}

// columns is the sheet, in its order.
var columns = []column{
	{ColumnID, computed, reports.FormText, 11},
	{ColumnDate, ofPost, reports.FormDay, 12},
	{ColumnWeekday, computed, reports.FormText, 10},
	{ColumnTime, ofPost, reports.FormHour, 8},
	{ColumnWeek, computed, reports.FormWhole, 9},
	{ColumnNetworks, ofPost, reports.FormText, 20},
	{ColumnAccounts, computed, reports.FormText, 22},
	{ColumnFormat, besides, reports.FormText, 12},
	{ColumnPillar, ofPost, reports.FormText, 16},
	{ColumnKeyDate, computed, reports.FormText, 18},
	{ColumnObjective, ofPost, reports.FormText, 20},
	{ColumnAudience, ofPost, reports.FormText, 18},
	{ColumnTitle, ofPost, reports.FormText, 28},
	{ColumnHook, computed, reports.FormText, 28},
	{ColumnText, ofPost, reports.FormText, 60},
	{ColumnCall, besides, reports.FormText, 20},
	{ColumnHashtags, computed, reports.FormText, 22},
	{ColumnMentions, computed, reports.FormText, 16},
	{ColumnLink, computed, reports.FormText, 24},
	{ColumnUTM, besides, reports.FormText, 16},
	{ColumnImages, computed, reports.FormText, 20},
	{ColumnAlt, ofPost, reports.FormText, 30},
	{ColumnCredit, besides, reports.FormText, 18},
	{ColumnLegal, besides, reports.FormText, 18},
	{ColumnAuthor, ofPost, reports.FormText, 14},
	{ColumnApprover, besides, reports.FormText, 14},
	{ColumnState, ofPost, reports.FormText, 13},
	{ColumnBudget, besides, reports.FormMoney, 13},
	{ColumnComment, besides, reports.FormText, 28},
	{ColumnPublished, computed, reports.FormText, 28},
	{ColumnReach, computed, reports.FormWhole, 11},
	{ColumnInteractions, computed, reports.FormWhole, 13},
	{ColumnRate, computed, reports.FormRatio, 20},
	{ColumnClicks, computed, reports.FormWhole, 9},
}

// Columns lists the columns of the sheet in their order.
func Columns() []Column {
	all := make([]Column, len(columns))
	for i, c := range columns {
		all[i] = c.name
	}
	return all
}

// Editable reports whether what is typed in a column comes back.
func (c Column) Editable() bool { return c.role() != computed }

func (c Column) role() role {
	for _, known := range columns {
		if known.name == c {
			return known.role
		}
	}
	return computed
}

// Formats of a post, as the templates that go around name them; their translated
// names are "roundtrip.format.<format>".
var formats = []string{"photo", "carousel", "video", "reel", "story", "article", "poll", "text"}
