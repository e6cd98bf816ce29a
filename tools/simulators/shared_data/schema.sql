CREATE TABLE person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, id_number TEXT NOT NULL UNIQUE, sex TEXT NOT NULL, birth TEXT NOT NULL,
  mobile TEXT NOT NULL, level TEXT NOT NULL, district TEXT NOT NULL, address TEXT NOT NULL, marital TEXT NOT NULL,
  spouse TEXT, children INTEGER NOT NULL, retired_on TEXT
);
CREATE TABLE home (
  contract TEXT PRIMARY KEY, owner TEXT NOT NULL, address TEXT NOT NULL, bought_on TEXT NOT NULL, price INTEGER NOT NULL,
  kind TEXT NOT NULL
);
CREATE INDEX home_owner ON home (owner);
CREATE TABLE company (credit_code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE acts_for (person TEXT NOT NULL, credit_code TEXT NOT NULL, PRIMARY KEY (person, credit_code));
