package kit

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
)

// iconInk is an icon of the set that takes the colour of text when it is drawn.
type iconInk struct{ name icons.Name }

var _ fyne.ThemedResource = iconInk{}

// IconResource returns an icon of the set for Fyne's own widgets and menus: it
// follows the colour of text.
func IconResource(name icons.Name) fyne.Resource { return iconInk{name} }

func (i iconInk) Name() string    { return "foreground_" + string(i.name) + ".svg" }
func (i iconInk) Content() []byte { return colored(i.name, theme.Color(theme.ColorNameForeground)) }

// ThemeColorName tells Fyne which colour the icon follows.
func (i iconInk) ThemeColorName() fyne.ThemeColorName { return theme.ColorNameForeground }

// Logo returns the icon of the program to be drawn in a page. It stays in memory as
// it is, unlike that of AppIcon which is sixteen times larger.
func Logo() fyne.Resource { return fyne.NewStaticResource("logo.png", icons.LogoPNG()) }

// AppIcon returns the icon of the program, for windows and the tray.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("parvis.png", icons.AppPNG()) }

// colored returns the drawing of an icon in a colour. An unknown name draws
// nothing: a missing picture must not stop the program.
func colored(name icons.Name, c color.Color) []byte {
	svg, err := icons.SVG(name)
	if err != nil {
		fyne.LogError("icon", err)
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`)
	}
	return bytes.ReplaceAll(svg, []byte("currentColor"), []byte(hexOf(c)))
}

func hexOf(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

// iconImage draws an icon in a colour of the kit; it is the part that widgets share.
type iconImage struct {
	*canvas.Image
	shown string
}

func newIconImage() *iconImage {
	img := canvas.NewImageFromResource(nil)
	img.FillMode = canvas.ImageFillContain
	return &iconImage{Image: img}
}

// paint makes the image show an icon in a colour; it does nothing when it does already.
func (i *iconImage) paint(of fyne.CanvasObject, name icons.Name, colorName fyne.ThemeColorName) {
	if name == "" {
		setVisible(i, false)
		return
	}
	setVisible(i, true)
	c := ColorFor(of, colorName)
	file := string(name) + hexOf(c) + ".svg"
	if file == i.shown {
		return
	}
	i.shown = file
	i.Resource = fyne.NewStaticResource(file, colored(name, c))
	i.Image.Refresh()
}

// Icon shows an icon of the set in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	name  icons.Name
	color fyne.ThemeColorName
	size  float32
	image *iconImage
}

// NewIcon returns an icon of a size (18 is usual) in a colour.
func NewIcon(name icons.Name, size float32, colorName fyne.ThemeColorName) *Icon {
	i := &Icon{name: name, color: colorName, size: size, image: newIconImage()}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the icon and its colour.
func (i *Icon) Set(name icons.Name, colorName fyne.ThemeColorName) {
	i.name, i.color = name, colorName
	i.Refresh()
}

// CreateRenderer is called by Fyne.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	i.image.paint(i, i.name, i.color)
	return &Renderer{
		List: fixed(i.image.Image),
		Arrange: func(s fyne.Size) {
			side := min(s.Width, s.Height)
			place(i.image, (s.Width-side)/2, (s.Height-side)/2, side, side)
		},
		Least: func() fyne.Size { return fyne.NewSquareSize(i.size) },
		Redraw: func() {
			i.image.paint(i, i.name, i.color)
			canvas.Refresh(i)
		},
	}
}
