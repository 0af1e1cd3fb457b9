// Package icons holds Parvis's own outline icons, drawn on a 24-unit grid with a
// stroke of 1.8, and the icon of the program. It knows nothing of the interface:
// the kit gives the drawings their colour and size.
package icons

import (
	"embed"
	"fmt"
)

//go:embed *.svg parvis.png logo.png
var files embed.FS

// Name is the name of an icon of the set.
type Name string

// The icons of the set.
const (
	Alert        Name = "alert"
	Bell         Name = "bell"
	Calendar     Name = "calendar"
	Chart        Name = "chart"
	Chat         Name = "chat"
	Check        Name = "check"
	ChevronDown  Name = "chevron-down"
	ChevronLeft  Name = "chevron-left"
	ChevronRight Name = "chevron-right"
	ChevronUp    Name = "chevron-up"
	Clock        Name = "clock"
	Close        Name = "close"
	Copy         Name = "copy"
	Download     Name = "download"
	Drag         Name = "drag"
	Edit         Name = "edit"
	Emoji        Name = "emoji"
	Euro         Name = "euro"
	External     Name = "external"
	Eye          Name = "eye"
	File         Name = "file"
	Filter       Name = "filter"
	Folder       Name = "folder"
	Gear         Name = "gear"
	Half         Name = "half"
	Hash         Name = "hash"
	Home         Name = "home"
	Image        Name = "image"
	Info         Name = "info"
	Key          Name = "key"
	Link         Name = "link"
	List         Name = "list"
	Lock         Name = "lock"
	Mail         Name = "mail"
	Minus        Name = "minus"
	More         Name = "more"
	Pause        Name = "pause"
	People       Name = "people"
	Play         Name = "play"
	Plus         Name = "plus"
	Redo         Name = "redo"
	Refresh      Name = "refresh"
	Search       Name = "search"
	Send         Name = "send"
	Shield       Name = "shield"
	Star         Name = "star"
	Tag          Name = "tag"
	Target       Name = "target"
	Trash        Name = "trash"
	Undo         Name = "undo"
	Upload       Name = "upload"
	User         Name = "user"
	Video        Name = "video"
)

// All returns every icon of the set, in alphabetical order.
func All() []Name {
	return []Name{
		Alert, Bell, Calendar, Chart, Chat, Check, ChevronDown, ChevronLeft, ChevronRight, ChevronUp,
		Clock, Close, Copy, Download, Drag, Edit, Emoji, Euro, External, Eye, File, Filter, Folder, Gear,
		Half, Hash, Home, Image, Info, Key, Link, List, Lock, Mail, Minus, More, Pause, People, Play, Plus,
		Redo, Refresh, Search, Send, Shield, Star, Tag, Target, Trash, Undo, Upload, User, Video,
	}
}

// SVG returns the drawing of an icon. Its strokes are in "currentColor", which
// the caller replaces. It returns an error when the set has no such icon.
func SVG(n Name) ([]byte, error) {
	data, err := files.ReadFile(string(n) + ".svg")
	if err != nil {
		return nil, fmt.Errorf("icon %q: %w", n, err)
	}
	return data, nil
}

// AppPNG returns the icon of the program as a picture of 512 by 512 pixels.
func AppPNG() []byte { return mustRead("parvis.png") }

// LogoPNG returns the icon of the program to be shown small, as a picture of 128 by
// 128 pixels.
func LogoPNG() []byte { return mustRead("logo.png") }

// mustRead reads a file that is embedded under a name fixed in this package.
func mustRead(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("icons: " + err.Error())
	}
	return data
}
