package kit

import "testing"

func TestPiecesAreCutAtTheirEnd(t *testing.T) {
	p := NewPieces(StyleSecondary, Piece{"Recette du ", false}, Piece{"pain perdu", true}, Piece{" de la maison, pour le dimanche", false})
	open(t, p, 600, 40)
	if p.ToolTip() != "" || p.texts[1].Text != "pain perdu" || !p.texts[1].TextStyle.Bold || p.texts[0].TextStyle.Bold {
		t.Errorf("whole, it is %q with tooltip %q", p.texts[1].Text, p.ToolTip())
	}
	if at := p.texts[1].Position().X; at != p.texts[0].Size().Width {
		t.Errorf("the second piece begins at %v", at)
	}
	open(t, p, 110, 40)
	if p.ToolTip() != p.Text() || p.texts[2].Visible() {
		t.Errorf("cut, the tooltip is %q and the last piece shows %q", p.ToolTip(), p.texts[2].Text)
	}
}
