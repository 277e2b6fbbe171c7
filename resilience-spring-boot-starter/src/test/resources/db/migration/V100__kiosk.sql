create table kiosk (id int primary key);
