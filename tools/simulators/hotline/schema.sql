CREATE TABLE work_order (
  order_no TEXT PRIMARY KEY, person TEXT, caller_phone TEXT, type TEXT NOT NULL, title TEXT NOT NULL,
  content TEXT NOT NULL, event_place TEXT NOT NULL, urgency TEXT NOT NULL, keep_secret INTEGER NOT NULL, state TEXT NOT NULL,
  unit TEXT NOT NULL, accepted_at TEXT NOT NULL, due_on TEXT, due_note TEXT, reply_text TEXT
);
CREATE INDEX work_order_person ON work_order (person, accepted_at);
CREATE TABLE unit (id TEXT PRIMARY KEY, name TEXT NOT NULL, name_en TEXT NOT NULL, words TEXT);
CREATE TABLE code (
  list TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL, PRIMARY KEY (list, code)
);
