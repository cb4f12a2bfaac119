import pytest, sqlalchemy as sa
@pytest.mark.parametrize("n", range(20))
def test_a(database_url, points_database_url, n):
    e=sa.create_engine(database_url)
    with e.begin() as c:
        if e.dialect.name=="postgresql": assert c.execute(sa.text("select current_user")).scalar()=="mykey_core"
    e.dispose()
def test_e(databases, database_engine):
    u=databases.create_empty("points", database_engine)
    e=sa.create_engine(u); e.connect().close(); e.dispose()
    databases.drop(u)
