package strategy

import (
	"slices"

	"parvis/app/business"
	"parvis/app/networks"
)

// offering is what a network is for in a trade, and how often and with what a
// small business usually keeps it alive.
type offering struct {
	network networks.Network
	role    Role
	format  Format
	perWeek int
	core    bool // most businesses of the trade do well there
}

// offerings says which networks suit a trade, the best first. It is our own
// judgement of November 2026, without figures: what each network is good for is
// "strategy.advice.why.network.<network>". Advice weighs it against the
// audiences, the accounts there are and the hours available.
var offerings = map[business.Trade][]offering{
	business.Bakery: {
		{networks.Facebook, RoleNeighbours, FormatPhoto, 2, true},
		{networks.Instagram, RoleShowcase, FormatPhoto, 2, true},
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.TikTok, RoleShowcase, FormatReel, 1, false},
	},
	business.Restaurant: {
		{networks.Instagram, RoleShowcase, FormatPhoto, 2, true},
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.Facebook, RoleNeighbours, FormatPhoto, 2, true},
		{networks.TikTok, RoleShowcase, FormatReel, 1, false},
	},
	business.Hairdresser: {
		{networks.Instagram, RoleShowcase, FormatPhoto, 2, true},
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.Facebook, RoleNeighbours, FormatPhoto, 1, true},
		{networks.TikTok, RoleShowcase, FormatReel, 1, false},
		{networks.Pinterest, RoleShowcase, FormatPhoto, 1, false},
	},
	business.Craft: {
		{networks.Instagram, RoleShowcase, FormatPhoto, 2, true},
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.Facebook, RoleNeighbours, FormatPhoto, 1, true},
		{networks.Pinterest, RoleShowcase, FormatPhoto, 1, false},
		{networks.YouTube, RoleExplanation, FormatVideo, 1, false},
	},
	business.Shop: {
		{networks.Facebook, RoleNeighbours, FormatPhoto, 2, true},
		{networks.Instagram, RoleSelling, FormatPhoto, 2, true},
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.Pinterest, RoleSelling, FormatPhoto, 1, false},
		{networks.TikTok, RoleShowcase, FormatReel, 1, false},
	},
	business.Garage: {
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.Facebook, RoleNeighbours, FormatPhoto, 2, true},
		{networks.YouTube, RoleExplanation, FormatVideo, 1, false},
		{networks.Instagram, RoleShowcase, FormatPhoto, 1, false},
	},
	business.Consultancy: {
		{networks.LinkedIn, RoleExpertise, FormatText, 2, true},
		{networks.WordPress, RoleExpertise, FormatArticle, 1, false},
		{networks.Bluesky, RoleTalk, FormatText, 2, false},
		{networks.Google, RoleFound, FormatText, 1, false},
		{networks.YouTube, RoleExplanation, FormatVideo, 1, false},
	},
	business.Association: {
		{networks.Facebook, RoleNeighbours, FormatPhoto, 2, true},
		{networks.Instagram, RoleShowcase, FormatPhoto, 1, true},
		{networks.Mastodon, RoleTalk, FormatText, 1, false},
		{networks.Telegram, RoleNeighbours, FormatText, 1, false},
		{networks.WordPress, RoleExplanation, FormatArticle, 1, false},
	},
	business.Other: {
		{networks.Facebook, RoleNeighbours, FormatPhoto, 2, true},
		{networks.Google, RoleFound, FormatPhoto, 1, true},
		{networks.Instagram, RoleShowcase, FormatPhoto, 1, false},
		{networks.LinkedIn, RoleExpertise, FormatText, 1, false},
	},
}

// usual says what a network is for where its trade says nothing, in the order
// they are offered.
var usual = []offering{
	{network: networks.Facebook, role: RoleNeighbours, format: FormatPhoto, perWeek: 2},
	{network: networks.Instagram, role: RoleShowcase, format: FormatPhoto, perWeek: 2},
	{network: networks.Google, role: RoleFound, format: FormatPhoto, perWeek: 1},
	{network: networks.LinkedIn, role: RoleExpertise, format: FormatText, perWeek: 1},
	{network: networks.Bluesky, role: RoleTalk, format: FormatText, perWeek: 2},
	{network: networks.Mastodon, role: RoleTalk, format: FormatText, perWeek: 2},
	{network: networks.WordPress, role: RoleExplanation, format: FormatArticle, perWeek: 1},
	{network: networks.TikTok, role: RoleShowcase, format: FormatReel, perWeek: 1},
	{network: networks.YouTube, role: RoleExplanation, format: FormatVideo, perWeek: 1},
	{network: networks.Pinterest, role: RoleShowcase, format: FormatPhoto, perWeek: 1},
	{network: networks.Threads, role: RoleTalk, format: FormatText, perWeek: 2},
	{network: networks.Telegram, role: RoleNeighbours, format: FormatText, perWeek: 1},
	{network: networks.X, role: RoleTalk, format: FormatText, perWeek: 2},
}

// offeringsFor lists every network worth offering to a trade: those that suit it,
// which are suited, then the others.
func offeringsFor(trade business.Trade) (all []offering, suited int) {
	all = slices.Clone(offerings[trade])
	suited = len(all)
	for _, o := range usual {
		if !slices.ContainsFunc(all[:suited], func(fit offering) bool { return fit.network == o.network }) {
			all = append(all, o)
		}
	}
	return all, suited
}

// tradeOf returns the trade of a business, Other for one a later version knows.
func tradeOf(b business.Business) business.Trade {
	if _, known := offerings[b.Trade]; known {
		return b.Trade
	}
	return business.Other
}
