from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('storage', '0011_tickets')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Asked',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('day', fields.DateField()),
                ('language', fields.CharField(max_length=2)),
                ('outcome', fields.CharField(max_length=16)),
                ('times', fields.IntField()),
            ],
            options={'table': 'asked', 'app': 'storage', 'unique_together': (('day', 'language', 'outcome'),), 'pk_attr': 'id', 'table_description': 'How many questions of a day ended how. No question, no author: a count.'},
            bases=['Model'],
        ),
    ]
