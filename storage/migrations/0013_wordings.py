from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('storage', '0012_asked')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Wording',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('words', fields.CharField(unique=True, max_length=200)),
                ('text', fields.CharField(max_length=300)),
                ('kind', fields.CharField(max_length=32)),
                ('slug', fields.CharField(max_length=160)),
                ('author_id', fields.BigIntField(null=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'wording', 'app': 'storage', 'pk_attr': 'id', 'table_description': 'Words that an administrator taught to mean a record. Kept apart from the reference data, which is loaded anew.'},
            bases=['Model'],
        ),
    ]
