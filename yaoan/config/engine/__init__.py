"""Django's PostgreSQL engine, whose connections tell the database what the code that asks may see."""
