package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"parvis/app"
	"parvis/app/networks"
)

// NetworksStore keeps the accounts of the business.
type NetworksStore struct{ f *File }

var _ networks.AccountStore = (*NetworksStore)(nil)

const accountColumns = `a.id, a.network, a.handle, a.service, a.remote_id, a.instance, a.state, a.last_success_ms, a.created_ms`

// accountInto lists where accountColumns go.
func accountInto(a *networks.Account) []any {
	return []any{
		&a.ID, &a.Network, &a.Handle, &a.Service, &a.RemoteID, intoInstance(&a.Instance), &a.State,
		intoTime(&a.LastSuccess), intoTime(&a.CreatedAt),
	}
}

// keepInstance is what a server said of its limits as the file keeps it: ” for
// nothing.
func keepInstance(i networks.Instance) (string, error) {
	text, err := json.Marshal(i)
	if string(text) == "{}" {
		return "", nil
	}
	return string(text), err
}

// intoInstance reads what keepInstance wrote.
func intoInstance(i *networks.Instance) column {
	return func(v any) error {
		*i = networks.Instance{}
		text, ok := v.(string)
		switch {
		case !ok:
			return fmt.Errorf("instance kept as %T", v)
		case text == "":
			return nil
		}
		return json.Unmarshal([]byte(text), i)
	}
}

func scanAccount(row scanner) (networks.Account, error) {
	var a networks.Account
	err := row.Scan(accountInto(&a)...)
	return a, err
}

// Accounts implements networks.AccountStore.
func (s *NetworksStore) Accounts(ctx context.Context) ([]networks.Account, error) {
	all, err := collect(ctx, s.f.readers, scanAccount, `SELECT `+accountColumns+` FROM accounts AS a ORDER BY a.created_ms, a.id`)
	return all, s.f.failure("reading accounts", err)
}

// Account implements networks.AccountStore.
func (s *NetworksStore) Account(ctx context.Context, id app.ID) (networks.Account, error) {
	a, err := first(ctx, s.f.readers, scanAccount, `SELECT `+accountColumns+` FROM accounts AS a WHERE a.id = ?`, id)
	return a, s.f.failure("reading an account", err)
}

// SaveAccount implements networks.AccountStore. Who an account is (its network
// and, once something was sent, the network's own identifier) cannot change:
// CodeConflict.
func (s *NetworksStore) SaveAccount(ctx context.Context, a networks.Account) error {
	instance, err := keepInstance(a.Instance)
	if err != nil {
		return s.f.failure("saving an account", err)
	}
	return s.f.write(ctx, "saving an account", func(ctx context.Context, tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			UPDATE accounts SET network = ?2, handle = ?3, service = ?4, remote_id = ?5, instance = ?6, state = ?7, last_success_ms = ?8
			WHERE id = ?1`,
			a.ID, a.Network, a.Handle, a.Service, a.RemoteID, instance, a.State, milli(a.LastSuccess))
		if err != nil || n > 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO accounts (id, network, handle, service, remote_id, instance, state, last_success_ms, created_ms)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.ID, a.Network, a.Handle, a.Service, a.RemoteID, instance, a.State, milli(a.LastSuccess), a.CreatedAt.UnixMilli())
		return err
	})
}

// RemoveAccount implements networks.AccountStore. The account's readings and
// messages go with it.
func (s *NetworksStore) RemoveAccount(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "removing an account", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM accounts WHERE id = ?`, id)
		return err
	})
}
