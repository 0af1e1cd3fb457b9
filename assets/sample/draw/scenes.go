package main

import "math"

// scene is one picture to draw.
type scene struct {
	key   string // its file name without the extension
	paint func(p point) rgb
}

var scenes = []scene{
	{"baguettes", baguettes},
	{"miche", miche},
	{"croissant", croissant},
	{"brioche", brioche},
	{"galette", galette},
	{"buche", buche},
	{"tarte", tarte},
	{"farine", farine},
	{"four", four},
	{"vitrine", vitrine},
	{"levain", levain},
	{"chocolat", chocolat},
	{"crepe", crepe},
	{"equipe", equipe},
}

// table is the ground of most pictures: light falling from the top left.
func table(p point, light, dark uint32) rgb {
	return mix(hex(light), hex(dark), .15+.8*math.Hypot(p.x-.25, p.y-.15)/1.2)
}

func shadow(c rgb, d float64) rgb { return glow(c, hex(0x3a2210), d, .06, .45) }

func baguettes(p point) rgb {
	c := table(p, 0xfbe9cf, 0xd9a566)
	for _, angle := range []float64{-24, 0, 22} {
		q := p.turned(point{.5, .95}, angle)
		a, b := point{.5, .14}, point{.5, .86}
		slim := .075 - .05*math.Pow(math.Abs(q.y-.5)/.42, 4)
		d := capsule(q, a, b, max(slim, .02))
		c = shadow(c, d-.01)
		body := crust(hex(0xe9b268), hex(0x9a5a22), d, .06)
		for i := range 5 {
			y := .22 + .14*float64(i)
			cut := capsule(q, point{.465, y + .05}, point{.535, y - .03}, .012)
			body = over(body, hex(0xf8dfae), cut)
		}
		c = over(c, body, d)
	}
	return c
}

func miche(p point) rgb {
	c := table(p, 0xf3e3cb, 0xb98550)
	d := ellipse(p, point{.5, .53}, .36, .31)
	c = shadow(c, d-.02)
	body := crust(hex(0xd99c58), hex(0x7a431a), d, .2)
	flour := .5 + .5*math.Sin(p.x*61)*math.Sin(p.y*53)
	body = glow(body, hex(0xfaf0dd), d+.06, .09, .45*flour)
	for _, cut := range []float64{
		capsule(p, point{.33, .38}, point{.68, .68}, .016), capsule(p, point{.68, .37}, point{.33, .69}, .016),
	} {
		body = glow(body, hex(0xf6dcae), cut, .012, .9)
	}
	return over(c, body, d)
}

func croissant(p point) rgb {
	c := table(p, 0xfdf3e2, 0xe2b98a)
	centre := point{.5, .74}
	for i := range 9 {
		t := float64(i)/8*2 - 1
		angle := t * 72 * math.Pi / 180
		at := point{centre.x + .36*math.Sin(angle), centre.y - .36*math.Cos(angle)}
		d := circle(p, at, .135-.085*t*t)
		c = shadow(c, d-.006)
		c = over(c, crust(hex(0xf0b862), hex(0xa55c1c), d, .085), d)
	}
	return c
}

func brioche(p point) rgb {
	c := table(p, 0xfcecd4, 0xc98f56)
	mould := max(math.Abs(p.y-.7)-.14, math.Abs(p.x-.5)-.2-.22*(.84-p.y))
	c = shadow(c, mould-.015)
	for _, x := range []float64{.29, .43, .57, .71} {
		d := ellipse(p, point{x, .52}, .115, .13)
		c = over(c, crust(hex(0xf1bd6b), hex(0xa9621f), d, .1), d)
	}
	flutes := .5 + .5*math.Sin(p.x*90)
	c = over(c, mix(hex(0x8d8b88), hex(0xc9c6c1), flutes), mould)
	head := circle(p, point{.5, .36}, .13)
	c = shadow(c, head-.004)
	return over(c, crust(hex(0xf4c677), hex(0xa85f1d), head, .11), head)
}

func galette(p point) rgb {
	c := table(p, 0xfff1d6, 0xd8a160)
	middle := point{.5, .56}
	q := p.minus(middle)
	angle := math.Atan2(q.y, q.x)
	d := circle(p, middle, .345+.008*math.Sin(angle*26))
	c = shadow(c, d-.02)
	body := crust(hex(0xe8ac55), hex(0x9c581c), d, .12)
	swirl := math.Sin(angle*14 + q.length()*16)
	body = glow(body, hex(0x8e4d17), math.Abs(swirl)*.1-.012, .012, .55)
	c = over(c, body, d)
	crown := box(p, point{.5, .3}, .13, .05, .01)
	for _, x := range []float64{.39, .5, .61} {
		crown = min(crown, max(math.Abs(p.x-x)*1.6+(.2-p.y)-.06, p.y-.3), circle(p, point{x, .165}, .018))
	}
	c = shadow(c, crown-.008)
	return over(c, mix(hex(0xffd75e), hex(0xe0a51d), p.y*2.5), crown)
}

func buche(p point) rgb {
	c := table(p, 0xe9eef0, 0x8a6a58)
	plate := ellipse(p, point{.5, .7}, .45, .12)
	c = shadow(c, plate-.015)
	c = over(c, hex(0xfbf8f2), plate)
	body := capsule(p, point{.28, .53}, point{.76, .53}, .15)
	bark := mix(hex(0x5d331b), hex(0x8a5230), .5+.5*math.Sin(p.y*130+3*math.Sin(p.x*17)))
	c = over(c, mix(bark, hex(0x2e170b), (p.y-.4)*2), body)
	cut := point{.27, .53}
	slice := circle(p, cut, .142)
	q := p.minus(cut)
	spiral := .5 + .5*math.Sin(q.length()*120-math.Atan2(q.y, q.x))
	c = over(c, mix(hex(0xf4d9a9), hex(0x6b3a1c), edge(spiral-.32, .2)), slice)
	for _, berry := range []point{{.55, .385}, {.6, .37}, {.575, .41}} {
		c = over(c, hex(0xb3202c), circle(p, berry, .02))
	}
	return over(c, hex(0x2f6b3a), ellipse(p.turned(point{.64, .385}, 25), point{.66, .385}, .05, .018))
}

func tarte(p point) rgb {
	c := table(p, 0xf7efe4, 0xc6a582)
	middle := point{.5, .5}
	q := p.minus(middle)
	d := circle(p, middle, .37+.01*math.Cos(math.Atan2(q.y, q.x)*32))
	c = shadow(c, d-.02)
	c = over(c, crust(hex(0xe4ad66), hex(0xb27432), d, .05), d)
	c = over(c, hex(0xf6dfa6), circle(p, middle, .315))
	for ring, n := range []int{1, 7, 13, 19} {
		for i := range n {
			angle := 2*math.Pi*float64(i)/float64(n) + float64(ring)
			r := .09 * float64(ring)
			at := point{middle.x + r*math.Cos(angle), middle.y + r*math.Sin(angle)}
			fruit := circle(p, at, .041)
			c = over(c, crust(hex(0xe8484c), hex(0x8c1522), fruit, .04), fruit)
			c = glow(c, hex(0xffffff), circle(p, point{at.x - .012, at.y - .013}, .007), .008, .7)
		}
	}
	return c
}

func farine(p point) rgb {
	planks := .5 + .5*math.Sin(p.y*9+.6*math.Sin(p.x*6))
	c := mix(mix(hex(0x7a5434), hex(0x573820), planks), hex(0x2c1a0d), .5*p.y)
	q := p.minus(point{.5, .75})
	heap := q.y + .42*math.Exp(-q.x*q.x/.035) - .06 - .012*math.Sin(p.x*40)
	pile := max(-heap, q.y-.06)
	c = shadow(c, pile-.03)
	c = over(c, mix(hex(0xfffdf8), hex(0xd9cdbb), (p.y-.3)*1.4+.25*(p.x-.4)), pile)
	for _, x := range []float64{.16, .22, .84} {
		c = over(c, hex(0xc99b4a), capsule(p, point{x, .9}, point{x + .03, .34}, .005))
		for i := range 6 {
			y := .3 + .035*float64(i)
			for _, side := range []float64{-1, 1} {
				at := point{x + .032 + side*.016, y}
				c = over(c, hex(0xe0b766), ellipse(p.turned(at, -25*side), at, .011, .022))
			}
		}
	}
	return c
}

func four(p point) rgb {
	row := math.Floor(p.y * 11)
	bricks := max(math.Abs(math.Mod(p.x*7+.5*math.Mod(row, 2), 1)-.5)-.46, math.Abs(math.Mod(p.y*11, 1)-.5)-.44)
	c := mix(hex(0x8a5a44), hex(0x4c2f25), p.y)
	c = glow(c, hex(0x33201a), -bricks, .03, .8)
	mouth := box(p, point{.5, .62}, .36, .24, .2)
	c = glow(c, hex(0xff9a3c), mouth-.02, .1, .5)
	fire := point{.5, .72}
	inside := mix(hex(0xffc861), hex(0x4a1407), p.minus(fire).length()*2.4)
	c = over(c, inside, mouth)
	for _, x := range []float64{.31, .5, .69} {
		d := ellipse(p, point{x, .76}, .095, .055)
		c = glow(c, hex(0x2b0d04), d-.01, .03, .6)
		c = over(c, crust(hex(0xf3b75f), hex(0x8a4816), d, .05), d)
	}
	return c
}

func vitrine(p point) rgb {
	c := mix(hex(0xe8e2d6), hex(0xcbbfae), p.y)
	c = over(c, hex(0x1f5f57), box(p, point{.5, .6}, .44, .36, .01))
	c = over(c, mix(hex(0xfff2cf), hex(0xf0cf8e), p.y), box(p, point{.36, .58}, .26, .25, .008))
	c = over(c, mix(hex(0xcfe3df), hex(0x8fb5ae), p.y), box(p, point{.79, .63}, .11, .3, .008))
	for shelf, y := range []float64{.52, .68, .82} {
		c = over(c, hex(0x9b7347), box(p, point{.36, y}, .25, .006, .002))
		for i := range 5 {
			at := point{.16 + .1*float64(i), y - .038}
			d := ellipse(p, at, .042, .03)
			if shelf == 1 {
				d = capsule(p, point{at.x, y - .1}, point{at.x + .015, y - .015}, .015)
			}
			c = over(c, crust(hex(0xe9b468), hex(0x9d5c23), d, .035), d)
		}
	}
	awning := max(math.Abs(p.y-.22)-.07-.018*math.Abs(math.Sin(p.x*math.Pi*9)), math.Abs(p.x-.5)-.47)
	stripe := hex(0xfaf6ee)
	if math.Mod(math.Floor(p.x*9), 2) == 0 {
		stripe = hex(0xc8553d)
	}
	c = shadow(c, awning-.01)
	c = over(c, mix(stripe, hex(0x000000), .1*(p.y-.15)*6), awning)
	return over(c, hex(0x8b8478), p.y*-1+.96)
}

// scatter returns the ith of numbers between 0 and 1 that follow no visible order.
func scatter(i int, series float64) float64 {
	v := math.Sin(float64(i+1)*series) * 43758.5453
	return v - math.Floor(v)
}

func levain(p point) rgb {
	c := table(p, 0xf4ecdf, 0xb8916a)
	jar := box(p, point{.5, .56}, .23, .33, .06)
	c = shadow(c, jar-.02)
	c = over(c, hex(0xdfe9e6), jar)
	dough := max(jar+.016, .4+.012*math.Sin(p.x*38)-p.y)
	body := mix(hex(0xf1dfba), hex(0xd3b684), (p.y-.4)*1.6)
	for i := range 46 {
		at := point{.3 + scatter(i, 12.9898)*.4, .44 + scatter(i, 78.233)*.42}
		body = over(body, hex(0xc9a873), circle(p, at, .005+.013*scatter(i, 37.719)))
	}
	c = over(c, body, dough)
	c = glow(c, hex(0xffffff), box(p, point{.34, .56}, .014, .24, .014), .02, .55)
	lid := box(p, point{.5, .215}, .2, .035, .015)
	c = shadow(c, lid-.004)
	c = over(c, mix(hex(0xb4794b), hex(0x8a5833), (p.y-.18)*12), lid)
	return over(c, hex(0xfbf7ee), box(p, point{.53, .66}, .1, .055, .01))
}

func chocolat(p point) rgb {
	c := table(p, 0xfdf0e6, 0xd9b79a)
	for _, egg := range []struct {
		at   point
		size float64
		tilt float64
		pale uint32
		dark uint32
	}{{point{.29, .58}, .155, -14, 0x7d4a2b, 0x3a1d0e}, {point{.72, .57}, .15, 16, 0xb27a4c, 0x6d3f20}, {point{.5, .6}, .19, 2, 0x5f3319, 0x28120a}} {
		q := p.turned(egg.at, egg.tilt)
		d := ellipse(q, egg.at, egg.size*(1-.25*(egg.at.y-q.y)), egg.size*1.35)
		c = shadow(c, d-.012)
		body := crust(hex(egg.pale), hex(egg.dark), d, egg.size)
		for _, y := range []float64{-.07, .07} {
			line := math.Abs(q.y-egg.at.y-y-.012*math.Sin(q.x*70)) - .006
			body = over(body, hex(0xf6e3c9), line)
		}
		body = glow(body, hex(0xffffff), ellipse(q, point{egg.at.x - egg.size*.4, egg.at.y - egg.size*.55}, .02, .045), .03, .5)
		c = over(c, body, d)
	}
	return c
}

func crepe(p point) rgb {
	c := table(p, 0xfef4e0, 0xdcb078)
	plate := ellipse(p, point{.5, .72}, .43, .15)
	c = shadow(c, plate-.015)
	c = over(c, hex(0xf6f3ee), plate)
	for i := range 7 {
		y := .7 - .032*float64(i)
		d := ellipse(p, point{.5 + .008*math.Sin(float64(i)*2.3), y}, .33, .115)
		c = shadow(c, d-.004)
		spots := .5 + .5*math.Sin(p.x*47+float64(i))*math.Sin((p.y-y)*90)
		c = over(c, mix(hex(0xf6d28c), hex(0xd69a4c), .3*spots-d*1.2), d)
	}
	caramel := ellipse(p, point{.5, .5}, .2+.02*math.Sin(p.x*30), .07)
	for _, x := range []float64{.33, .47, .62} {
		caramel = min(caramel, capsule(p, point{x, .52}, point{x - .01, .66}, .017))
	}
	c = over(c, mix(hex(0xb8641a), hex(0x8a430c), (p.y-.45)*4), caramel)
	return glow(c, hex(0xffe3b0), ellipse(p, point{.44, .48}, .06, .012), .02, .7)
}

func equipe(p point) rgb {
	tile := max(math.Abs(math.Mod(p.x*8, 1)-.5), math.Abs(math.Mod(p.y*8, 1)-.5))
	c := mix(hex(0xf1ece2), hex(0xd5cbbb), p.y)
	c = glow(c, hex(0xc3b8a6), .485-tile, .01, .7)
	c = over(c, hex(0x8a6239), box(p, point{.5, .18}, .45, .022, .01))
	for i, fabric := range []uint32{0x1f5f57, 0xf7f1e5, 0xc8553d, 0x4a4f8c} {
		x := .17 + .22*float64(i)
		c = over(c, hex(0x4d3820), circle(p, point{x, .2}, .014))
		strap := max(math.Abs(ellipse(p, point{x, .3}, .055, .09))-.006, p.y-.33)
		bib := box(p, point{x, .4}, .062, .09, .015)
		skirt := box(p, point{x, .63}, .1, .19, .03)
		ties := min(capsule(p, point{x - .1, .48}, point{x - .105, .6}, .006), capsule(p, point{x + .1, .48}, point{x + .105, .6}, .006))
		apron := min(bib, skirt, strap, ties)
		c = shadow(c, apron-.012)
		folds := .06 * math.Sin((p.x-x)*75)
		c = over(c, mix(hex(fabric), hex(0x000000), .1+folds+.15*(p.y-.3)), apron)
		c = over(c, mix(hex(fabric), hex(0x000000), .28), box(p, point{x, .62}, .052, .045, .01))
	}
	return c
}
