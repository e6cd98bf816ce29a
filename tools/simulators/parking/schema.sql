CREATE TABLE area (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, level TEXT, district TEXT NOT NULL, address TEXT NOT NULL,
  lng REAL NOT NULL, lat REAL NOT NULL, total INTEGER NOT NULL, height_limit REAL, charging INTEGER NOT NULL,
  accessible INTEGER NOT NULL, opening TEXT NOT NULL, entrance TEXT NOT NULL, rhythm TEXT NOT NULL,
  monthly_places INTEGER NOT NULL, silent_minutes INTEGER NOT NULL
);
CREATE INDEX area_lat ON area (lat);
CREATE TABLE tariff (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, vehicle TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL,
  text TEXT NOT NULL, text_en TEXT NOT NULL, free_minutes INTEGER NOT NULL, first_minutes INTEGER NOT NULL,
  first_fee INTEGER NOT NULL, step_minutes INTEGER NOT NULL, step_fee INTEGER NOT NULL, day_cap INTEGER,
  charging_from TEXT NOT NULL, charging_to TEXT NOT NULL, in_force_from TEXT NOT NULL, in_force_to TEXT,
  month_fee INTEGER, certainty TEXT NOT NULL
);
CREATE TABLE vehicle (plate TEXT PRIMARY KEY, person TEXT NOT NULL, vehicle_type TEXT NOT NULL, colour TEXT NOT NULL);
CREATE INDEX vehicle_person ON vehicle (person);
CREATE TABLE parking_order (
  id TEXT PRIMARY KEY, plate TEXT NOT NULL, area TEXT NOT NULL, drive_in TEXT NOT NULL, drive_out TEXT NOT NULL,
  minutes INTEGER NOT NULL, tariff TEXT NOT NULL, fee INTEGER NOT NULL, paid INTEGER NOT NULL
);
CREATE INDEX order_plate ON parking_order (plate, drive_in);
CREATE TABLE pay_order (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, plate TEXT NOT NULL, amount INTEGER NOT NULL, pay_before TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE INDEX pay_order_plate ON pay_order (plate);
CREATE TABLE month_bill (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, plate TEXT NOT NULL, area TEXT NOT NULL, start TEXT NOT NULL,
  ends TEXT NOT NULL, should_pay INTEGER NOT NULL
);
CREATE INDEX month_bill_plate ON month_bill (plate);
CREATE INDEX month_bill_area ON month_bill (area, ends);
CREATE TABLE appeal (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, parking_order TEXT NOT NULL UNIQUE, reason TEXT NOT NULL, due_on TEXT,
  at TEXT NOT NULL
);
