create table something (id int primary key);
