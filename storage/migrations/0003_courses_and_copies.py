from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0002_sources')]

    initial = False

    operations = [
        ops.CreateModel(
            name='PostingClue',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('clue', fields.CharField(max_length=64)),
                ('posting', fields.ForeignKeyField('storage.Posting', source_field='posting_id', db_constraint=True, to_field='id', related_name='clues', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'posting_clue', 'app': 'storage', 'unique_together': (('clue', 'posting'),), 'pk_attr': 'id', 'table_description': 'What copies of a vacancy share, to find them by (domain/clusters.py).'},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Posting',
            options={'table': 'posting', 'app': 'storage', 'unique_together': (('source', 'key'),), 'indexes': [Index(fields=['first_seen_at']), Index(fields=['deadline']), Index(fields=['original_id'])], 'pk_attr': 'id', 'table_description': 'One vacancy or session of one source. `key` is the SHA-256 of its identity and is kept for good.'},
        ),
        ops.AddField(
            model_name='Posting',
            name='centre',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Posting',
            name='ends',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name='Posting',
            name='kind',
            field=fields.CharField(default='job', db_default='job', max_length=8),
        ),
        ops.AddField(
            model_name='Posting',
            name='mode',
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name='Posting',
            name='original',
            field=fields.ForeignKeyField('storage.Posting', source_field='original_id', null=True, db_constraint=True, to_field='id', related_name='copies', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddField(
            model_name='Posting',
            name='starts',
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddIndex(
            model_name='Posting',
            index=Index(fields=['original_id']),
        ),
    ]
